-- Recognition of faces: who may be recognised and why, sealed templates, what was sent to terminals, erasure with its proof,
-- and what officers decided about scans that waited for them. PostgreSQL 14 or newer.

-- The number under which cameras and terminals tell of a person. Nine digits: old terminals take no more. Never used again.
create sequence face_person_key minvalue 900000001 maxvalue 999999999;

-- Somebody who is enrolled now. Gone when the person is erased.
create table face_subject (
  person_id uuid primary key references person(id),
  person_key text not null unique check (person_key ~ '^[A-Za-z0-9]{1,24}$'),
  created_at timestamptz not null
);

-- One enrolment from its opening on. The row stays after an erasure, without anything biometric: by whom, when, on what basis.
create table face_enrolment (
  id uuid primary key,
  person_id uuid not null references person(id),
  status text not null default 'open' check (status in ('open', 'active', 'replaced', 'cancelled', 'expired', 'erased')),
  -- Why the hub may process the face at all, and the paper that says so.
  basis text not null check (basis in ('consent', 'public-task', 'legal-obligation')),
  basis_reference text not null check (length(btrim(basis_reference)) > 0),
  opened_at timestamptz not null,
  opened_by text not null,
  expires_at timestamptz not null,
  tries integer not null default 0,
  views integer not null default 0,
  -- Others who look alike, and which officer said why they are somebody else.
  lookalikes jsonb not null default '[]',
  closed_at timestamptz,
  closed_by text,
  -- When the journal was told that it counts.
  told_at timestamptz
);
create index face_enrolment_person on face_enrolment (person_id, opened_at desc);
create unique index face_enrolment_open on face_enrolment (person_id) where status = 'open';
create unique index face_enrolment_active on face_enrolment (person_id) where status = 'active';

-- One picture that was good enough. What is told of it is what the person was told; the picture itself is not here.
create table face_view (
  enrolment_id uuid not null references face_enrolment(id),
  number integer not null,
  source text not null check (source in ('upload', 'camera')),
  device_id uuid references device(id),
  -- So that one picture is not taken for two; removed when the enrolment closes.
  picture_sha256 bytea,
  width_px double precision not null,
  yaw double precision not null,
  taken_at timestamptz not null,
  primary key (enrolment_id, number)
);

-- AES-256-GCM with the hub's secret key; authenticated with it: person|model|version|id. Not live until the enrolment is finished.
create table face_template (
  id uuid primary key,
  person_id uuid not null references person(id),
  enrolment_id uuid not null references face_enrolment(id),
  view_number integer not null,
  model_id text not null,
  model_version text not null,
  sealed bytea not null,
  live boolean not null default false,
  created_at timestamptz not null
);
create index face_template_person on face_template (person_id);
create index face_template_enrolment on face_template (enrolment_id);
create index face_template_live on face_template (model_id, model_version) where live;

-- Sealed likewise: person|picture|enrolment|id. Kept while terminals wait for it, or longer where the site asked for that.
create table face_picture (
  id uuid primary key,
  person_id uuid not null references person(id),
  enrolment_id uuid not null references face_enrolment(id),
  view_number integer not null,
  sealed bytea not null,
  -- What it is kept for: an enrolment that is open, terminals that wait, or the next model.
  purpose text not null check (purpose in ('enrolment', 'terminals', 're-enrolment')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index face_picture_person on face_picture (person_id);
create index face_picture_expiry on face_picture (expires_at);

-- Whose face a terminal holds, or is to hold, or is to give up.
create table face_delivery (
  person_key text not null,
  device_id uuid not null references device(id),
  person_id uuid not null references person(id),
  state text not null check (state in ('waiting', 'stored', 'unsupported', 'failed', 'withdrawing', 'withdrawn')),
  error_code text,
  attempts integer not null default 0,
  next_try timestamptz,
  asked_by text not null,
  changed_at timestamptz not null,
  primary key (person_key, device_id)
);
create index face_delivery_due on face_delivery (next_try) where state in ('waiting', 'withdrawing');
create index face_delivery_person on face_delivery (person_id);

-- One erasure and its proof.
create table face_erasure (
  id uuid primary key,
  person_id uuid not null references person(id),
  person_key text,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  templates integer not null,
  pictures integer not null,
  completed_at timestamptz,
  -- When the journal was told, if there was an enrolment that counted.
  told_at timestamptz
);
create index face_erasure_person on face_erasure (person_id, asked_at desc);
create index face_erasure_open on face_erasure (asked_at) where completed_at is null;

-- Where it must be gone, and what the place itself answered when asked.
create table face_erasure_step (
  erasure_id uuid not null references face_erasure(id),
  kind text not null check (kind in ('database', 'plugin', 'terminal')),
  target text not null,
  state text not null check (state in ('pending', 'done')),
  -- What the place still names after it was told; the proof is 0. Null: it cannot hold any, or did not answer yet.
  remaining integer,
  error_code text,
  attempts integer not null default 0,
  next_try timestamptz,
  done_at timestamptz,
  primary key (erasure_id, kind, target)
);
create index face_erasure_step_due on face_erasure_step (next_try) where state = 'pending';

-- What an officer decided about a scan that waited for one. Append-only: the latest counts, the scan itself is never edited.
create table event_decision (
  id bigint generated always as identity primary key,
  event_id uuid not null references attendance_event(id),
  verdict text not null check (verdict in ('accepted', 'rejected')),
  reason text not null check (length(btrim(reason)) > 0),
  decided_by text not null,
  decided_at timestamptz not null
);
create index event_decision_event on event_decision (event_id, id desc);

create function keep_event_decision() returns trigger language plpgsql as $$
begin
  raise exception 'decisions about scans are never changed or removed';
end $$;
create trigger event_decision_append_only before update or delete on event_decision
  for each row execute function keep_event_decision();

-- The days to which the scan may belong are computed again.
create function mark_decided_day() returns trigger language plpgsql as $$
begin
  insert into result_outbox (person_id, workday, mark)
  select e.person_id, (e.occurred_at at time zone e.zone)::date - back, nextval('result_mark')
  from attendance_event e cross join (values (1), (0)) as b (back)
  where e.id = new.event_id and e.person_id is not null
  on conflict (person_id, workday) do update set mark = excluded.mark, marked_at = now();
  return null;
end $$;
create trigger event_decision_marks after insert on event_decision
  for each row execute function mark_decided_day();
