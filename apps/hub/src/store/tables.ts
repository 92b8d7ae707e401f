import type { AttendanceEvent, TemperatureMeasurement } from '@hadir/core';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** `timestamptz`: read as Date, written as Date or RFC 3339 text. */
type Time = ColumnType<Date, Date | string, Date | string>;
type MadeTime = ColumnType<Date, Date | string | undefined, Date | string>;
/** `date`: always text, `YYYY-MM-DD` or `-infinity` / `infinity`. */
type Day = string;
/** `jsonb`: read parsed, written as JSON text (node-postgres would write an array as a PostgreSQL array). */
type Json<Value> = ColumnType<Value, string, string>;
type MadeJson<Value> = ColumnType<Value, string | undefined, string>;

interface OrganisationUnitTable {
  id: string;
  parent_id: string | null;
  code: string | null;
  name: string;
  kind: string;
  created_at: MadeTime;
}

interface StationTable {
  id: string;
  unit_id: string | null;
  name: string;
  zone: string;
  created_at: MadeTime;
}

interface DeviceTable {
  id: string;
  plugin_id: string;
  name: string;
  device_key: string | null;
  station_id: string | null;
  zone: string;
  config_sealed: Buffer;
  enabled: Generated<boolean>;
  info: MadeJson<Record<string, string | number>>;
  created_at: MadeTime;
  updated_at: MadeTime;
  removed_at: Time | null;
}

interface InboxCandidateTable {
  plugin_id: string;
  candidate_key: string;
  name: string;
  config: Json<Record<string, unknown>>;
  info: MadeJson<Record<string, string | number>>;
  first_seen: MadeTime;
  last_seen: MadeTime;
  times_seen: Generated<number>;
  state: Generated<'new' | 'ignored' | 'adopted'>;
}

interface PersonTable {
  id: string;
  name: string;
  unit_id: string | null;
  created_at: MadeTime;
  updated_at: MadeTime;
}

interface PersonNumberTable {
  id: string;
  person_id: string;
  kind: 'nip' | 'ni-pppk' | 'nik' | 'legacy-nip' | 'local';
  value: string;
  valid_from: Day | null;
  valid_to: Day | null;
}

interface IdentityMappingTable {
  id: string;
  device_id: string;
  device_user_id: string;
  person_id: string;
  valid_from: Generated<Day>;
  valid_to: Generated<Day>;
  created_at: MadeTime;
  created_by: string;
}

interface DeviceUserTable {
  device_id: string;
  device_user_id: string;
  name: string | null;
  privilege: string | null;
  has_card: boolean | null;
  enrolled: MadeJson<readonly { readonly method: string; readonly count: number }[]>;
  seen_at: Time;
}

interface JournalHeadTable {
  device_id: string;
  seq: number;
  hash: Buffer;
  /** As the driver wrote it. */
  cursor: Json<unknown> | null;
  cursor_at: Time | null;
}

interface JournalTable {
  device_id: string;
  seq: number;
  reading_key: string;
  kind: string;
  received_at: Time;
  body: string;
  hash: Buffer;
}

interface JournalBatchTable {
  id: GeneratedAlways<number>;
  device_id: string;
  from_seq: number;
  to_seq: number;
  appended_at: Time;
  attempts: Generated<number>;
  last_error: string | null;
  retry_at: Time | null;
  done_at: Time | null;
}

interface AttendanceEventTable {
  id: string;
  position: number;
  revision: Generated<number>;
  device_id: string;
  device_user_id: string;
  person_id: string | null;
  occurred_at: Time;
  wall: string | null;
  zone: string;
  received_at: Time;
  clock_offset_ms: number | null;
  methods: AttendanceEvent['methods'];
  direction: AttendanceEvent['direction'];
  assurance: AttendanceEvent['assurance'];
  verdict: AttendanceEvent['verdict'];
  flags: AttendanceEvent['flags'];
  work_code: string | null;
  transport: string;
  journal_seq: number;
}

interface DeviceCommandTable {
  id: string;
  device_id: string;
  name: string;
  arguments: Json<Record<string, unknown>>;
  requested_by: string;
  requested_at: MadeTime;
  deadline: Time;
  state: Generated<'queued' | 'sent' | 'done' | 'failed' | 'expired' | 'unsupported'>;
  progress: number | null;
  outcome: Json<unknown> | null;
  finished_at: Time | null;
}

interface IssueTable {
  id: string;
  code: string;
  subject: Generated<string>;
  plugin_id: string | null;
  device_id: string | null;
  severity: Generated<string>;
  details: MadeJson<Record<string, string | number | boolean | null>>;
  first_seen: MadeTime;
  last_seen: MadeTime;
  times_seen: Generated<number>;
  cleared_at: Time | null;
  ignored_at: Time | null;
}

interface ApiKeyTable {
  id: string;
  name: string;
  prefix: string;
  hash: Buffer;
  scopes: string[];
  created_at: MadeTime;
  created_by: string;
  expires_at: Time | null;
  revoked_at: Time | null;
  last_used_at: Time | null;
}

interface AuditEntryTable {
  id: GeneratedAlways<number>;
  at: MadeTime;
  actor: string;
  action: string;
  subject: string;
  details: MadeJson<Record<string, unknown>>;
}

export interface TemperatureKeyTable {
  day: Day;
  key: Buffer;
  created_at: MadeTime;
}

export interface TemperatureReadingTable {
  id: string;
  key_day: Day;
  device_id: string;
  event_id: string | null;
  measured_at: Time;
  received_at: Time;
  journal_seq: number;
  measurement: Json<TemperatureMeasurement>;
}

/** Every table of the hub, as Kysely sees them. The migrations are the truth; a test compares the two. */
export interface Tables {
  organisation_unit: OrganisationUnitTable;
  station: StationTable;
  device: DeviceTable;
  inbox_candidate: InboxCandidateTable;
  person: PersonTable;
  person_number: PersonNumberTable;
  identity_mapping: IdentityMappingTable;
  device_user: DeviceUserTable;
  journal_head: JournalHeadTable;
  journal: JournalTable;
  journal_batch: JournalBatchTable;
  attendance_event: AttendanceEventTable;
  device_command: DeviceCommandTable;
  issue: IssueTable;
  api_key: ApiKeyTable;
  audit_entry: AuditEntryTable;
  temperature_key: TemperatureKeyTable;
  temperature_reading: TemperatureReadingTable;
}
