-- Up migration

create table fintrack.webhooks (
  tenant_id uuid not null references fintrack.tenants,
  webhook_id uuid not null,
  url varchar(2048) not null check (url ~ '^https?://'),
  events text[] not null check (cardinality(events) between 1 and 20 and pg_column_size(events) <= 4096),
  sealed_secret bytea not null check (octet_length(sealed_secret) between 1 and 1024),
  created_by varchar(200) not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  primary key (tenant_id, webhook_id)
);

alter table fintrack.webhooks enable row level security, force row level security;
create policy tenant_isolation on fintrack.webhooks using (tenant_id = (select fintrack.current_tenant()));
grant select, insert, update, delete on fintrack.webhooks to fintrack_app;

-- Down migration

drop table fintrack.webhooks;
