-- Check-ins judged in groups, gateways as witnesses, and keys of beacons that change.

alter table checkin_site
  -- Grows with every change of the site's rule, beacons or keys, so that a hub knows when what it remembers is old.
  add column version bigint not null default 1,
  -- Number of the last decision kept at the site.
  add column decisions bigint not null default 0,
  -- Whether a gateway of the office must have heard the phone itself.
  add column witness text not null default 'off' check (witness in ('off', 'review', 'required')),
  add column witness_dbm int not null default -85 check (witness_dbm between -110 and -20);

-- Listening posts whose word counts at a site.
create table checkin_site_gateway (
  site_id uuid not null references checkin_site(id),
  device_id uuid not null references device(id),
  primary key (site_id, device_id)
);

-- What the phone must advertise for this one check-in; null where no site of the person asks for it.
alter table checkin_nonce add column witness_token bytea check (octet_length(witness_token) = 8);

-- In the order in which a site's decisions were made; null for those older than this.
alter table checkin_decision add column site_seq bigint;
create index checkin_decision_site_seq on checkin_decision (site_id, site_seq);

alter table checkin_beacon
  -- As phones that were accepted heard it last.
  add column last_heard_at timestamptz,
  add column last_heard_dbm int,
  add column battery_millivolts int,
  add column battery_at timestamptz;

-- Keys that a beacon had before; they count until then, so that it can be changed at leisure.
create table checkin_beacon_key (
  id uuid primary key,
  beacon_id uuid not null references checkin_beacon(id),
  key_sealed bytea not null,
  good_until timestamptz not null,
  replaced_at timestamptz not null
);
create index checkin_beacon_key_beacon on checkin_beacon_key (beacon_id);
