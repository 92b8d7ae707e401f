-- Attendance: rules, rosters, requests, day results, locks. Days are dates without a zone; wall times are text, as in
-- the spine. A range without an end has a null `valid_to`; both ends are included.

-- Calendars, schedules, profiles and policies as versioned documents. A row is never edited, except that a version
-- without an end gets one when the next begins.
create table rule_document (
  id uuid primary key,
  kind text not null check (kind in ('calendar', 'schedule', 'profile', 'method-policy', 'discipline', 'approvals', 'tpp')),
  -- What other documents and assignments call it; of a method policy the id of its unit.
  name text not null,
  version text not null,
  valid_from date not null,
  valid_to date,
  -- `json`, not `jsonb`: kept as it was loaded.
  document json not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (valid_to is null or valid_from <= valid_to),
  unique (kind, name, version),
  constraint rule_document_overlap
    exclude using gist (kind with =, name with =, daterange(valid_from, valid_to, '[]') with &&)
);

-- Which schedule and which profile hold for whom: for a person, a unit and what is below it, or everybody (both null).
create table rule_assignment (
  id uuid primary key,
  kind text not null check (kind in ('schedule', 'profile')),
  person_id uuid references person(id),
  unit_id uuid references organisation_unit(id),
  name text not null,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (valid_to is null or valid_from <= valid_to),
  check (person_id is null or unit_id is null),
  constraint rule_assignment_overlap exclude using gist (
    kind with =, coalesce(person_id, unit_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    daterange(valid_from, valid_to, '[]') with &&)
);

-- Where a person serves. Who has no placement at all serves in the unit that the person's record names.
create table placement (
  id uuid primary key,
  person_id uuid not null references person(id),
  unit_id uuid not null references organisation_unit(id),
  employment text not null check (employment in ('pns', 'cpns', 'pppk', 'pppk-part-time', 'non-asn')),
  -- Post and rank as lists print them.
  post text,
  rank text,
  tpp_class text,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (valid_to is null or valid_from <= valid_to),
  constraint placement_overlap exclude using gist (person_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
create index placement_unit on placement (unit_id);

-- One line of a roster; no schedule means off. The date is that on which the shift starts.
create table roster_entry (
  person_id uuid not null references person(id),
  workday date not null,
  schedule text,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (person_id, workday)
);

-- The morning assembly of a unit on a date: held or called off, and who must come. Nothing stored means none.
create table apel (
  unit_id uuid not null references organisation_unit(id),
  workday date not null,
  held boolean not null,
  required boolean not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (unit_id, workday)
);
-- The written list of an assembly. Who is on none is judged by scans.
create table apel_presence (
  person_id uuid not null references person(id),
  workday date not null,
  present boolean,
  excused boolean not null default false,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (person_id, workday)
);

-- Who may decide at which step of requests, for a unit and what is below it; the personnel board for all (no unit).
create table approver (
  id uuid primary key,
  person_id uuid not null references person(id),
  step text not null check (step in ('supervisor', 'office-head', 'personnel-board')),
  unit_id uuid references organisation_unit(id),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (valid_to is null or valid_from <= valid_to)
);

-- Leave, duty travel, sickness, … and manual attendance, as asked for. Append-only: what becomes of it are decisions.
create table attendance_request (
  id uuid primary key,
  person_id uuid not null references person(id),
  kind text not null check (kind in ('absence', 'manual')),
  -- Absence: its type. Manual: the session.
  type text not null,
  from_wall text not null,
  to_wall text not null,
  reason text not null,
  steps text[] not null,
  created_at timestamptz not null,
  created_by text not null
);
create index attendance_request_person on attendance_request (person_id, from_wall, to_wall);
create table request_attachment (
  id uuid primary key,
  request_id uuid not null references attendance_request(id),
  name text not null,
  media_type text not null,
  sha256 bytea not null,
  content bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null
);
create index request_attachment_request on request_attachment (request_id);
create table request_decision (
  id uuid primary key,
  request_id uuid not null references attendance_request(id),
  step text not null,
  by_person_id uuid not null references person(id),
  verdict text not null check (verdict in ('approve', 'reject')),
  reason text not null,
  at timestamptz not null,
  created_by text not null,
  unique (request_id, step)
);

-- Derived: what a day came to. Computed again whenever what it stands on changes, unless the unit's month is locked.
create table day_result (
  person_id uuid not null,
  workday date not null,
  unit_id uuid,
  status text not null,
  is_working_day boolean not null,
  in_wall text,
  out_wall text,
  late_minutes integer,
  early_minutes integer,
  short_minutes integer not null,
  -- Percent points × 10,000; null while the day is not decided.
  points integer,
  missing text[] not null,
  flags text[] not null,
  charges json not null,
  trace json not null,
  profile text,
  schedule text,
  -- Ids of the rule documents that it was computed with.
  rules uuid[] not null,
  -- SHA-256 of everything that decided the day.
  fingerprint bytea not null,
  computed_at timestamptz not null,
  -- When to look again: the end of the day, or a device that may have been read meanwhile.
  recheck_at timestamptz,
  primary key (person_id, workday)
);
create index day_result_unit on day_result (unit_id, workday);
create index day_result_recheck on day_result (recheck_at) where recheck_at is not null;

-- Days to compute. A row is there until a result stands on what was known when it was marked.
create table result_outbox (
  person_id uuid not null,
  workday date not null,
  mark bigint not null,
  marked_at timestamptz not null default now(),
  primary key (person_id, workday)
);
create sequence result_mark;

-- How far into the change feed days have been marked.
create table result_cursor (
  single boolean primary key default true check (single),
  position bigint not null
);
insert into result_cursor (position) values (0);

-- Until when a device was read, as the hub that runs the plugins last saw it.
create table device_read (
  device_id uuid primary key references device(id),
  read_at timestamptz not null
);

-- Signatures under a unit's month.
create table month_lock (
  unit_id uuid not null references organisation_unit(id),
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  level text not null check (level in ('unit', 'board')),
  by_person_id uuid not null references person(id),
  at timestamptz not null,
  created_by text not null,
  primary key (unit_id, month, level)
);

-- What a locked day would come to by what arrived after the lock.
create table correction_proposal (
  id uuid primary key,
  person_id uuid not null references person(id),
  workday date not null,
  unit_id uuid,
  was json not null,
  proposed json not null,
  fingerprint bytea not null,
  proposed_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'superseded')),
  by_person_id uuid references person(id),
  reason text,
  decided_at timestamptz,
  decided_by text
);
create unique index correction_proposal_open on correction_proposal (person_id, workday) where state = 'open';

create table enrolment_campaign (
  id uuid primary key,
  name text not null,
  unit_ids uuid[] not null,
  method text not null,
  deadline date not null,
  created_at timestamptz not null default now(),
  created_by text not null
);

-- A scan that changes hands leaves a day behind: the feed names only the new person.
create function mark_former_person() returns trigger language plpgsql as $$
begin
  insert into result_outbox (person_id, workday, mark)
  select old.person_id, day, nextval('result_mark')
  from (values ((old.occurred_at at time zone old.zone)::date - 1), ((old.occurred_at at time zone old.zone)::date)) as d (day)
  order by day
  on conflict (person_id, workday) do update set mark = excluded.mark;
  return null;
end $$;
create trigger attendance_event_former_person after update of person_id on attendance_event
  for each row when (old.person_id is not null and old.person_id is distinct from new.person_id)
  execute function mark_former_person();

-- A person's record names the unit without dates, so a change of it bears on all days that are not signed.
create function mark_person_days() returns trigger language plpgsql as $$
begin
  insert into result_outbox (person_id, workday, mark)
  select r.person_id, r.workday, nextval('result_mark') from day_result r
  where r.person_id = new.id and not exists (
    select 1 from month_lock l where l.unit_id = r.unit_id and l.month = to_char(r.workday, 'YYYY-MM'))
  order by r.workday
  on conflict (person_id, workday) do update set mark = excluded.mark;
  return null;
end $$;
create trigger person_unit_changed after update of unit_id on person
  for each row when (old.unit_id is distinct from new.unit_id) execute function mark_person_days();
