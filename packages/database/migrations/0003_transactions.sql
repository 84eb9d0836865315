-- Up migration

create table fintrack.accounts (
  tenant_id uuid not null references fintrack.tenants,
  account_id uuid not null,
  source_kind text not null check (source_kind in ('bank', 'processor', 'ledger')),
  identifier varchar(64) not null check (identifier <> ''),
  currency varchar(3) check (currency ~ '^[A-Z]{3}$'),
  name varchar(200),
  primary key (tenant_id, account_id),
  unique (tenant_id, source_kind, identifier)
);

create table fintrack.statements (
  tenant_id uuid not null references fintrack.tenants,
  statement_id uuid not null,
  source_kind text not null check (source_kind in ('bank', 'processor', 'ledger')),
  -- Null until the file's format is known.
  format text check (format in ('camt053', 'camt052', 'camt054', 'mt940', 'mt942', 'bai2', 'ofx', 'csv', 'json')),
  file_name varchar(255) not null,
  object_key varchar(1024) not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size_bytes bigint not null check (size_bytes >= 0),
  mapping jsonb check (pg_column_size(mapping) <= 16384),
  status text not null default 'received' check (status in ('received', 'imported', 'rejected')),
  error jsonb check (pg_column_size(error) <= 16384),
  entry_count integer check (entry_count >= 0),
  new_count integer check (new_count >= 0),
  duplicate_count integer check (duplicate_count >= 0),
  uploaded_by varchar(200) not null,
  received_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, statement_id),
  check ((status = 'received') = (finished_at is null)),
  check ((status = 'rejected') = (error is not null)),
  check (status <> 'imported' or (entry_count is not null and entry_count = new_count + duplicate_count))
);
create index statements_newest on fintrack.statements (tenant_id, received_at, statement_id);

-- Columns of fixed width come first, so that no row carries padding. No foreign keys: a check per row
-- costs more than the insert, and attaching a partition would lock accounts and statements.
-- Sizes and the reason for each index: docs/decisions/0009-transactions-partitioning.md.
create table fintrack.transactions (
  tenant_id uuid not null,
  transaction_id uuid not null,
  account_id uuid not null,
  statement_id uuid not null,
  amount_minor bigint not null check (amount_minor between -999999999999999999 and 999999999999999999),
  ingested_at timestamptz not null default now(),
  booking_date date not null,
  value_date date,
  occurrence integer not null check (occurrence >= 1),
  source_kind text not null check (source_kind in ('bank', 'processor', 'ledger')),
  currency varchar(3) not null check (currency ~ '^[A-Z]{3}$'),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  reference varchar(2000),
  bank_reference varchar(2000),
  counterparty_name varchar(2000),
  counterparty_account varchar(2000),
  description varchar(20000) not null default '',
  transaction_code varchar(200),
  -- transaction_id is a uuid5 of tenant, fingerprint and occurrence: this key alone keeps a redelivered row out.
  primary key (tenant_id, booking_date, transaction_id)
) partition by range (booking_date);
-- Without statistics of its own the planner takes a tenant for one of 200 equal ones. With them it takes a tenant
-- that came after the last ANALYZE for one row, and a match pass over 100,000 for a nested loop of as many scans.
alter table fintrack.transactions alter column tenant_id set statistics 0;
create index transactions_account on fintrack.transactions (tenant_id, account_id, booking_date);
create index transactions_statement on fintrack.transactions (tenant_id, statement_id);

alter table fintrack.accounts enable row level security, force row level security;
alter table fintrack.statements enable row level security, force row level security;
alter table fintrack.transactions enable row level security, force row level security;
create policy tenant_isolation on fintrack.accounts using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.statements using (tenant_id = (select fintrack.current_tenant()));
create policy tenant_isolation on fintrack.transactions using (tenant_id = (select fintrack.current_tenant()));

grant select, insert, update on fintrack.accounts, fintrack.statements to fintrack_app;
-- What a statement said is never changed or taken back.
grant select, insert on fintrack.transactions to fintrack_app;

create function fintrack.ensure_transaction_partitions(first_day date, last_day date) returns integer
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set lock_timeout = '10s'
as $$
declare
  month date;
  partition_name text;
  created integer := 0;
begin
  if first_day is null or last_day is null or last_day < first_day then
    raise exception 'no range of days: % to %', first_day, last_day using errcode = 'invalid_parameter_value';
  end if;
  if first_day < date '1990-01-01' or last_day > date '2100-12-31' then
    raise exception '% to % leaves 1990-01-01 to 2100-12-31', first_day, last_day using errcode = 'datetime_field_overflow';
  end if;
  -- Each partition takes locks until the caller commits; 120 months stay far below max_locks_per_transaction.
  if last_day >= first_day + interval '120 months' then
    raise exception '% to % spans more than 120 months', first_day, last_day using errcode = 'program_limit_exceeded';
  end if;
  for month in
    select generate_series(date_trunc('month', first_day::timestamp), last_day::timestamp, interval '1 month')::date
  loop
    partition_name := format('transactions_y%sm%s', to_char(month, 'YYYY'), to_char(month, 'MM'));
    continue when exists (select from pg_class where relnamespace = 'fintrack'::regnamespace and relname = partition_name);
    -- Two sessions may both miss the partition: the second waits here for the first one's commit, then finds it.
    perform pg_advisory_xact_lock(hashtextextended('fintrack.ensure_transaction_partitions', 0));
    -- Asked of pg_class and not of to_regclass, whose cache still says no after the wait.
    continue when exists (select from pg_class where relnamespace = 'fintrack'::regnamespace and relname = partition_name);
    -- LIKE and ATTACH instead of PARTITION OF: readers and writers of the other partitions go on.
    execute format(
      'create table fintrack.%I (like fintrack.transactions including all) with ('
      'autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)', partition_name);
    -- As the parent has it; LIKE does not copy it.
    execute format('alter table fintrack.%I alter column tenant_id set statistics 0', partition_name);
    -- Without a policy of its own a partition that someone grants by mistake still shows no row.
    execute format('alter table fintrack.%I enable row level security, force row level security', partition_name);
    execute format(
      'alter table fintrack.transactions attach partition fintrack.%I for values from (%L) to (%L)',
      partition_name, month, (month + interval '1 month')::date);
    created := created + 1;
  end loop;
  return created;
end
$$;
comment on function fintrack.ensure_transaction_partitions(date, date) is
  'Makes the monthly partitions for these days, at most 120 months within 1990 to 2100, and returns how many were missing. Call it in a transaction of its own: what it makes stays locked for other sessions until the commit. Errors: 22023 no range, 22008 outside the years, 54000 too long a span, 55P03 another session held the lock for 10 s.';
grant execute on function fintrack.ensure_transaction_partitions(date, date) to fintrack_app;

select fintrack.ensure_transaction_partitions((current_date - interval '3 months')::date, (current_date + interval '3 months')::date);

-- Down migration

drop function fintrack.ensure_transaction_partitions(date, date);
drop table fintrack.transactions, fintrack.statements, fintrack.accounts;
