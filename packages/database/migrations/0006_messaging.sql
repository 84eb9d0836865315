-- Up migration

-- Once in effect for consumers whose effect is not idempotent: the row commits with the effect.
create table fintrack.inbox (
  tenant_id uuid not null,
  consumer varchar(64) not null check (consumer <> ''),
  message_id varchar(200) not null check (message_id <> ''),
  handled_at timestamptz not null default now(),
  primary key (tenant_id, consumer, message_id)
);

-- A row is an event that is committed and not yet sent; sending deletes it.
create table fintrack.outbox (
  tenant_id uuid not null references fintrack.tenants,
  event_id uuid not null,
  type varchar(100) not null check (type ~ '^[a-z]+\.[a-z]+$'),
  payload jsonb not null check (pg_column_size(payload) <= 262144),
  traceparent varchar(55) check (traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
  created_at timestamptz not null default now(),
  primary key (tenant_id, event_id)
) with (
  -- Every row dies young; without this the dead ones outnumber the living until a fifth of nothing is reached.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);
create index outbox_oldest on fintrack.outbox (tenant_id, created_at, event_id);

alter table fintrack.inbox enable row level security, force row level security;
alter table fintrack.outbox enable row level security, force row level security;
create policy tenant_isolation on fintrack.inbox using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.outbox using (tenant_id = (select fintrack.current_tenant()));

grant select, insert, delete on fintrack.inbox to fintrack_app;
-- UPDATE is what FOR UPDATE SKIP LOCKED asks for.
grant select, insert, update, delete on fintrack.outbox to fintrack_app;

-- The relay works for all tenants and belongs to none; it learns whom to work for, then enters that tenant.
create policy owner_reads on fintrack.outbox for select to fintrack_migrator using (true);
create function fintrack.tenants_with_pending_outbox(tenants_max integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.tenant_id
  from fintrack.tenants t
  cross join lateral (
    select o.created_at from fintrack.outbox o where o.tenant_id = t.tenant_id order by o.created_at, o.event_id limit 1
  ) oldest
  order by oldest.created_at, t.tenant_id
  limit least(greatest(tenants_max, 0), 1000)
$$;
comment on function fintrack.tenants_with_pending_outbox(integer) is
  'Ids of at most tenants_max (1000) tenants with unsent events, longest waiting first. Crosses tenants: it tells ids alone.';
grant execute on function fintrack.tenants_with_pending_outbox(integer) to fintrack_app;

-- Down migration

drop function fintrack.tenants_with_pending_outbox(integer);
drop table fintrack.outbox, fintrack.inbox;
