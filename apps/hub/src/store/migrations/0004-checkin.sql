-- Check-in from a person's own phone: offices, their beacons, phones, and every decision with what it rested on.

-- An office where people may check in. Its events enter through a device row of its own (plugin 'checkin').
create table checkin_site (
  id uuid primary key,
  device_id uuid not null unique references device(id),
  name text not null unique,
  threshold_dbm int not null check (threshold_dbm between -110 and -20),
  review_band_db int not null check (review_band_db between 0 and 20),
  min_frames int not null check (min_frames between 3 and 100),
  min_distinct_seconds int not null check (min_distinct_seconds between 1 and 60),
  min_spread_ms int not null check (min_spread_ms between 1000 and 60000),
  -- How the threshold was found: the walk and its date. Null: never calibrated.
  calibration jsonb,
  created_at timestamptz not null default now()
);

-- `reference` is the 8 bytes by which a GATT beacon names itself. The key is sealed like a device's configuration.
create table checkin_beacon (
  id uuid primary key,
  site_id uuid not null references checkin_site(id),
  name text not null,
  kind text not null check (kind in ('eid', 'gatt')),
  reference bytea unique check (octet_length(reference) = 8),
  key_sealed bytea not null,
  rotation_exponent int not null default 5 check (rotation_exponent between 0 and 15),
  -- Beacon's counter minus Unix time, and when that was last known to be right.
  clock_offset_seconds bigint not null default 0,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index checkin_beacon_site on checkin_beacon (site_id) where revoked_at is null;

create table checkin_person_site (
  person_id uuid not null references person(id),
  site_id uuid not null references checkin_site(id),
  primary key (person_id, site_id)
);

-- An administrator lets one person enrol one phone. Only the hash of the code is kept.
create table checkin_window (
  id uuid primary key,
  person_id uuid not null references person(id),
  code_hash bytea not null unique,
  opened_by text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- One active phone for each person; a key belongs to one person for ever.
create table checkin_phone (
  id uuid primary key,
  person_id uuid not null references person(id),
  credential_id bytea not null unique,
  public_key bytea not null unique,
  counter bigint not null,
  assurance text not null check (assurance in ('attested', 'low')),
  attestation jsonb not null,
  allowed_by text not null,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text
);
create unique index checkin_phone_active on checkin_phone (person_id) where revoked_at is null;

-- Each is good once and for a minute.
create table checkin_nonce (
  nonce bytea primary key,
  purpose text not null check (purpose in ('enrol', 'checkin')),
  window_id uuid references checkin_window(id),
  phone_id uuid references checkin_phone(id),
  direction text check (direction in ('in', 'out')),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index checkin_nonce_expiry on checkin_nonce (expires_at);

-- Counters that a GATT beacon has spent.
create table checkin_counter (
  beacon_id uuid not null references checkin_beacon(id),
  counter bigint not null,
  primary key (beacon_id, counter)
);

create table checkin_decision (
  id uuid primary key,
  at timestamptz not null,
  person_id uuid not null references person(id),
  phone_id uuid not null references checkin_phone(id),
  site_id uuid references checkin_site(id),
  direction text not null check (direction in ('in', 'out')),
  decision text not null check (decision in ('accept', 'review', 'reject')),
  reasons text[] not null,
  -- The very bytes that were signed, and what was made of them.
  evidence bytea not null,
  rules jsonb not null,
  facts jsonb not null,
  review text check (review in ('open', 'approved', 'refused')),
  reviewed_by text,
  reviewed_at timestamptz,
  review_note text,
  -- When the reading reached the journal; null for what does not count, or must still be handed over.
  recorded_at timestamptz
);
create index checkin_decision_person on checkin_decision (person_id, at desc);
create index checkin_decision_site on checkin_decision (site_id, at desc);
create index checkin_decision_review on checkin_decision (at) where review = 'open';
create index checkin_decision_unrecorded on checkin_decision (at)
  where recorded_at is null and (decision = 'accept' or review = 'approved');
