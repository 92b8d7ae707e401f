-- The spine: organisation, devices, journal, events. PostgreSQL 14 or newer.
-- Times are timestamptz (instants). A device's wall time is text, because it has no zone.

create table organisation_unit (
  id uuid primary key,
  parent_id uuid references organisation_unit(id),
  code text unique,
  name text not null,
  kind text not null,
  created_at timestamptz not null default now()
);

create table station (
  id uuid primary key,
  unit_id uuid references organisation_unit(id),
  name text not null,
  zone text not null,
  created_at timestamptz not null default now()
);

create table device (
  id uuid primary key,
  plugin_id text not null,
  name text not null unique,
  -- Stable identity given by the vendor (serial number), when known. Never an address.
  device_key text,
  station_id uuid references station(id),
  zone text not null,
  -- Sealed with the hub's secret key: AES-256-GCM of the configuration as JSON.
  config_sealed bytea not null,
  enabled boolean not null default true,
  info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  removed_at timestamptz
);
create unique index device_key_unique on device (plugin_id, device_key) where device_key is not null and removed_at is null;

-- Devices seen on the line but not believed.
create table inbox_candidate (
  plugin_id text not null,
  candidate_key text not null,
  name text not null,
  config jsonb not null,
  info jsonb not null default '{}',
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  times_seen bigint not null default 1,
  state text not null default 'new' check (state in ('new', 'ignored', 'adopted')),
  primary key (plugin_id, candidate_key)
);

create table person (
  id uuid primary key,
  name text not null,
  unit_id uuid references organisation_unit(id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- NIP, NI PPPK, NIK and local numbers, with validity: an NI PPPK changes with the contract, so none of them is the key.
create table person_number (
  id uuid primary key,
  person_id uuid not null references person(id),
  kind text not null check (kind in ('nip', 'ni-pppk', 'nik', 'legacy-nip', 'local')),
  value text not null,
  valid_from date,
  valid_to date
);
create index person_number_value on person_number (value);
create index person_number_person on person_number (person_id);

-- Device user → person, from one day to another (inclusive). One person at a time for a device user.
-- extension: btree_gist
create table identity_mapping (
  id uuid primary key,
  device_id uuid not null references device(id),
  device_user_id text not null,
  person_id uuid not null references person(id),
  valid_from date not null default '-infinity',
  valid_to date not null default 'infinity',
  created_at timestamptz not null default now(),
  created_by text not null,
  check (valid_from <= valid_to),
  exclude using gist (device_id with =, device_user_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
create index identity_mapping_person on identity_mapping (person_id);
create index identity_mapping_user on identity_mapping (device_id, device_user_id);

-- What the device says about who is registered on it (latest word).
create table device_user (
  device_id uuid not null references device(id),
  device_user_id text not null,
  name text,
  privilege text,
  has_card boolean,
  enrolled jsonb not null default '[]',
  seen_at timestamptz not null,
  primary key (device_id, device_user_id)
);

-- Head of each device's chain and its resume cursor. The row lock on it is the order of the chain.
create table journal_head (
  device_id uuid primary key references device(id),
  seq bigint not null,
  hash bytea not null,
  -- `json`, not `jsonb`: kept as the driver wrote it; jsonb refuses texts that hold U+0000.
  cursor json,
  cursor_at timestamptz
);

-- Journal: append-only, hash-chained per device. `body` is the reading as JSON text; the hash covers it byte for byte.
-- No foreign key: a row is only ever written under the lock of its head, which has one; a check a row would cost more
-- than the row itself. Keys compare by bytes ("C"), which needs no locale and is the fastest.
create table journal (
  device_id uuid not null,
  seq bigint not null,
  reading_key text collate "C" not null,
  kind text not null,
  received_at timestamptz not null,
  body text not null,
  hash bytea not null,
  primary key (device_id, seq)
);
create unique index journal_reading_key on journal (device_id, reading_key);

-- A run of journal positions that was appended together and is normalised together. The queue carries its id only.
-- A batch is open until `done_at` is set; `retry_at` keeps the sweeper's hands off a batch that failed again and again.
create table journal_batch (
  id bigint generated always as identity primary key,
  device_id uuid not null references device(id),
  from_seq bigint not null,
  to_seq bigint not null,
  appended_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  retry_at timestamptz,
  done_at timestamptz,
  check (from_seq <= to_seq)
);
create index journal_batch_open on journal_batch (id) where done_at is null;

-- One row a scan. Facts are never edited; `person_id` is derived from identity_mapping and re-derived when that changes.
-- `position` is the place in the change feed: assigned under a lock so that it follows commit order, and taken anew when
-- the row's derived part changes, so a reader that resumes from a cursor misses nothing. Transactions that take places
-- commit with `synchronous_commit = on`: a reader must never hold a place that a power cut gives to another event.
create table attendance_event (
  id uuid primary key,
  position bigint not null,
  revision integer not null default 1,
  device_id uuid not null,
  device_user_id text not null,
  person_id uuid,
  occurred_at timestamptz not null,
  wall text,
  zone text not null,
  received_at timestamptz not null,
  clock_offset_ms double precision,
  methods text[] not null,
  direction text not null,
  assurance text not null,
  verdict text not null,
  flags text[] not null,
  work_code text,
  transport text not null,
  journal_seq bigint not null
);
create unique index attendance_event_position on attendance_event (position);
create index attendance_event_person on attendance_event (person_id, occurred_at) where person_id is not null;
create index attendance_event_device on attendance_event (device_id, device_user_id, occurred_at);
create index attendance_event_time on attendance_event (occurred_at, id);
create sequence feed_position;

create table device_command (
  id uuid primary key,
  device_id uuid not null references device(id),
  name text not null,
  arguments jsonb not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  deadline timestamptz not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'done', 'failed', 'expired', 'unsupported')),
  progress double precision,
  outcome jsonb,
  finished_at timestamptz
);
create index device_command_open on device_command (device_id) where state in ('queued', 'sent');

-- What an operator should know and can act on. Same code and subject: same issue.
create table issue (
  id uuid primary key,
  code text not null,
  subject text not null default '',
  plugin_id text,
  device_id uuid,
  severity text not null default 'warning',
  details jsonb not null default '{}',
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  times_seen bigint not null default 1,
  cleared_at timestamptz,
  ignored_at timestamptz
);
create unique index issue_open on issue (code, subject, coalesce(device_id, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(plugin_id, '')) where cleared_at is null;

create table api_key (
  id uuid primary key,
  name text not null,
  -- First characters, shown so that a person can tell keys apart.
  prefix text not null,
  hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- Who changed what. Append-only.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null default '{}'
);
