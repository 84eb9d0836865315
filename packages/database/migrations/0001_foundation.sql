-- Up migration

-- Run by another role, every table and SECURITY DEFINER function would belong to that role:
-- to a superuser, whom no row-level security binds.
do $$
begin
  if current_user <> 'fintrack_migrator' then
    raise exception 'migrations run as fintrack_migrator, not as %', current_user using errcode = 'insufficient_privilege';
  end if;
end
$$;

revoke all on schema public from public;

-- What a migration creates is reachable for nobody until it grants so by name. Tables get no default
-- grant either: partitions are tables, and a direct read of a partition passes its parent's policies by.
alter default privileges for role fintrack_migrator revoke execute on functions from public;

create schema fintrack authorization fintrack_migrator;
grant usage on schema fintrack to fintrack_app;

create function fintrack.current_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('fintrack.tenant_id', true), '')::uuid;
comment on function fintrack.current_tenant() is
  'Tenant of this transaction, set by set_config(''fintrack.tenant_id'', id, true); null when unset, an error when it is no uuid.';
grant execute on function fintrack.current_tenant() to fintrack_app;

-- Down migration

drop schema fintrack cascade;
alter default privileges for role fintrack_migrator grant execute on functions to public;
grant usage on schema public to public;
