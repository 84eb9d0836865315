-- Up migration

create table fintrack.tenants (
  tenant_id uuid primary key,
  slug varchar(40) not null unique check (slug ~ '^[a-z0-9-]{3,40}$'),
  name varchar(200) not null check (name <> ''),
  created_at timestamptz not null default now()
);

create table fintrack.users (
  tenant_id uuid not null references fintrack.tenants,
  user_id uuid not null,
  email varchar(254) not null check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$'),
  name varchar(200) not null check (name <> ''),
  role text not null check (role in ('admin', 'analyst', 'viewer')),
  password_hash varchar(255) not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  primary key (tenant_id, user_id),
  unique (tenant_id, email)
);

create table fintrack.refresh_tokens (
  tenant_id uuid not null,
  refresh_token_id uuid not null,
  user_id uuid not null,
  family_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, refresh_token_id),
  foreign key (tenant_id, user_id) references fintrack.users
);
create index refresh_tokens_family on fintrack.refresh_tokens (tenant_id, family_id);
create index refresh_tokens_user on fintrack.refresh_tokens (tenant_id, user_id);

create table fintrack.api_keys (
  tenant_id uuid not null references fintrack.tenants,
  api_key_id uuid not null,
  name varchar(200) not null check (name <> ''),
  role text not null check (role in ('admin', 'analyst', 'viewer')),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  created_by varchar(200) not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (tenant_id, api_key_id)
);

alter table fintrack.tenants enable row level security, force row level security;
alter table fintrack.users enable row level security, force row level security;
alter table fintrack.refresh_tokens enable row level security, force row level security;
alter table fintrack.api_keys enable row level security, force row level security;
create policy tenant_isolation on fintrack.tenants using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.users using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.refresh_tokens using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.api_keys using (tenant_id = (select fintrack.current_tenant()));

grant select, insert, update on fintrack.tenants, fintrack.users, fintrack.api_keys to fintrack_app;
grant select, insert, update, delete on fintrack.refresh_tokens to fintrack_app;

-- Signing in knows a slug and no tenant yet. FORCE binds the owner too, hence the owner's own policy.
create policy owner_reads on fintrack.tenants for select to fintrack_migrator using (true);
create function fintrack.tenant_id_of_slug(wanted text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select tenant_id from fintrack.tenants where slug = wanted $$;
comment on function fintrack.tenant_id_of_slug(text) is 'Id of the tenant with this slug, or null. Crosses tenants: it tells the id alone.';
grant execute on function fintrack.tenant_id_of_slug(text) to fintrack_app;

-- Down migration

drop function fintrack.tenant_id_of_slug(text);
drop table fintrack.api_keys, fintrack.refresh_tokens, fintrack.users, fintrack.tenants;
