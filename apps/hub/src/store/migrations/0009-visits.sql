-- Visits: what the devices of a station saw of one person's coming, joined. Derived: computed anew whenever facts or rules
-- change. Only decisions and entries of people are kept as they were made. PostgreSQL 14 or newer.

-- Where a station joins and judges otherwise than the hub's settings say. Objects hold only what differs.
create table station_rule (
  station_id uuid primary key references station(id) on delete cascade,
  visits jsonb not null default '{}',
  temperature jsonb not null default '{}',
  updated_at timestamptz not null default now(),
  updated_by text not null
);

-- One person's coming to a station. The id is that of its first attendance event. Holds nothing of a measurement.
create table visit (
  id uuid primary key,
  station_id uuid not null references station(id) on delete cascade,
  -- Equal for the same person; who is not mapped is the device and its user number.
  who text not null,
  person_id uuid,
  from_at timestamptz not null,
  to_at timestamptz not null,
  event_ids uuid[] not null,
  kinds text[] not null,
  updated_at timestamptz not null default now()
);
create index visit_station on visit (station_id, from_at);
create index visit_time on visit (from_at, id);
create index visit_person on visit (person_id, from_at) where person_id is not null;

-- What became of each measurement. One row for each, so that none is used twice; gone with the measurement.
create table temperature_outcome (
  reading_id uuid primary key references temperature_reading(id) on delete cascade,
  station_id uuid not null references station(id) on delete cascade,
  measured_at timestamptz not null,
  state text not null check (state in ('waiting', 'pending', 'bound', 'unmatched', 'dismissed')),
  reason text check (reason in ('nobody', 'several', 'unsure', 'device-away')),
  method text check (method in ('same-event', 'id-first', 'window', 'operator')),
  who text,
  person_id uuid,
  visit_id uuid,
  -- Visits that it could belong to.
  candidates uuid[] not null,
  decided_by text,
  updated_at timestamptz not null default now(),
  check ((state = 'bound') = (who is not null)),
  check ((state = 'pending') = (reason is not null))
);
create index temperature_outcome_pending on temperature_outcome (measured_at, reading_id) where state = 'pending';
create index temperature_outcome_visit on temperature_outcome (visit_id) where visit_id is not null;
create index temperature_outcome_who on temperature_outcome (who, measured_at) where who is not null;
create index temperature_outcome_station on temperature_outcome (station_id, measured_at);

-- What people said about measurements afterwards. The last one holds; none is ever changed. No value, no free text: they
-- outlive the measurement.
create table temperature_decision (
  id bigint generated always as identity primary key,
  reading_id uuid not null,
  -- All three null: it is nobody's.
  who text,
  person_id uuid,
  event_id uuid,
  decided_by text not null,
  decided_at timestamptz not null
);
create index temperature_decision_reading on temperature_decision (reading_id, id);

create function temperature_decision_stands() returns trigger language plpgsql as $$
begin
  raise exception 'decisions about measurements are only ever added';
end $$;
create trigger temperature_decision_stands before update or delete on temperature_decision
  for each row execute function temperature_decision_stands();

-- Measurements that an officer typed in: who did.
create table temperature_entry (
  reading_id uuid primary key,
  device_id uuid not null references device(id),
  person_id uuid references person(id),
  entered_by text not null,
  entered_at timestamptz not null
);
create index temperature_entry_time on temperature_entry (entered_at);

-- Minutes of stations whose visits are to be computed anew, from when on. Rows are only added and taken, never changed, so
-- that who adds one waits for nobody.
create table visit_due (
  id bigint generated always as identity primary key,
  station_id uuid not null,
  at timestamptz not null,
  due_at timestamptz not null
);
create index visit_due_time on visit_due (due_at);

-- How far the change feed was looked at. What was there before visits were known is not computed by itself.
create table visit_cursor (position bigint not null);
insert into visit_cursor select coalesce(max(position), 0) from attendance_event;

create index temperature_reading_device on temperature_reading (device_id, measured_at);
-- Check-ins with a doubtful time are looked for around their receipt as well.
create index attendance_event_doubtful on attendance_event (received_at) where verdict <> 'accepted';
create index temperature_reading_event on temperature_reading (event_id) where event_id is not null;
