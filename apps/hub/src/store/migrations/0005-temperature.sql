-- Temperatures: health data, kept for days. PostgreSQL 14 or newer.

-- The key of one day (UTC). The journal, which is never edited, holds temperatures sealed with the key of the day on which
-- they came; when the row here is gone, they can be read by nobody, and the chain of the journal is still whole.
create table temperature_key (
  day date primary key,
  key bytea not null check (length(key) = 32),
  created_at timestamptz not null default now()
);

-- One row a measurement, as long as its day's key lives.
create table temperature_reading (
  id uuid primary key,
  key_day date not null,
  device_id uuid not null,
  -- The attendance event that the device told of in the same breath. No foreign key: it may come later.
  event_id uuid,
  measured_at timestamptz not null,
  received_at timestamptz not null,
  journal_seq bigint not null,
  measurement jsonb not null
);
create index temperature_reading_time on temperature_reading (measured_at, id);
create index temperature_reading_day on temperature_reading (key_day);
