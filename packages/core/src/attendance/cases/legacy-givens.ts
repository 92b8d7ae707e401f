import { isRecord, type Plain, renamed } from './rename.js';

/** Turns what an example of the older spelling is given, by its category and `op`, into this product's spelling. */
export function legacyGivens(category: string, given: Plain): Plain {
  switch (category) {
    case 'D':
      return dayOf(given);
    case 'L':
      return opOf(given, { limit_working_days: 'limitWorkingDays' });
    case 'M':
      return monthOf(given);
    case 'P':
      return { kind: 'discipline', shortMinutes: 0, ...renamed(given, DISCIPLINE_NAMES) };
    case 'N':
      return opOf(given, {}, { nip: 'employee-number' });
    case 'R':
      return opOf(
        { ...given, ...(Array.isArray(given.events) ? { events: given.events.map(reportOf) } : {}) },
        RECORD_NAMES,
      );
    case 'B':
      return phoneOf(given);
    case 'T':
      return temperatureOf(given);
    default:
      return given;
  }
}

const DISCIPLINE_NAMES = {
  tk_days: 'absentDays',
  short_min: 'shortMinutes',
  tk_dates: 'absentDates',
  per_year: 'perYear',
};

const RECORD_NAMES = {
  locked_at: 'lockedOn',
  event_day: 'eventDay',
  device_now: 'deviceNow',
  server_now: 'serverNow',
  max_auto_s: 'maxAutoSeconds',
  pin: 'deviceUserId',
  map: 'mapping',
  rows_now: 'rowsNow',
  rows_before: 'rowsBefore',
  events: 'reports',
};

const STATES: Readonly<Record<string, string>> = { disetujui: 'approved', proses: 'pending', ditolak: 'rejected' };

function opOf(
  { op, ...given }: Plain,
  names: Readonly<Record<string, string>>,
  ops: Readonly<Record<string, string>> = {},
) {
  const kind = String(op ?? '');
  return { kind: ops[kind] ?? kind.replaceAll('_', '-'), ...renamed(given, names) };
}

/** The machine's in/out key (`status`, `type`) is left out on purpose: rules go by time, never by it. */
function scanOf(punch: unknown): unknown {
  return isRecord(punch) ? { at: punch.at, device: punch.via ?? 'device' } : punch;
}

function decided(item: unknown, names: readonly string[]): unknown {
  if (!isRecord(item)) return item;
  const state = typeof item.state === 'string' ? (STATES[item.state] ?? item.state) : item.state;
  return { ...Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]])), state };
}

function dayOf({ punches, device_scope, approvals, manual, ...given }: Plain): Plain {
  const names = {
    next_shift: 'after',
    prev_shift: 'before',
    previous_shift: 'before',
    unread_devices: 'unreadDevices',
  };
  return {
    kind: 'day',
    ...renamed(given, names),
    scans: Array.isArray(punches) ? punches.map(scanOf) : punches,
    ...(isRecord(device_scope) ? { otherUnitDevices: device_scope.other ?? [] } : {}),
    // A document attached or missing is the approver's matter; its decision is what counts here.
    ...(Array.isArray(approvals) ? { requests: approvals.map((a) => decided(a, ['type', 'from', 'to'])) } : {}),
    ...(Array.isArray(manual)
      ? { manual: manual.map((m) => withReason(decided(m, ['session', 'at', 'reason']))) }
      : {}),
  };
}

function withReason(entry: unknown): unknown {
  return isRecord(entry) ? { reason: '', ...entry } : entry;
}

function monthOf(given: Plain): Plain {
  if (given.op === 'tk_rule') return { ...opOf(given, { tk_days: 'absentDays' }), kind: 'absent-rule' };
  if (given.op !== undefined) return opOf(given, { tpp: 'tppRupiah' });
  const { sum_pct, items = [sum_pct], ...rest } = given;
  return { kind: 'month', items, ...renamed(rest, { tpp: 'tppRupiah' }) };
}

function reportOf(event: unknown): unknown {
  return isRecord(event) ? renamed(event, { pin: 'deviceUserId', tz: 'zone' }) : event;
}

function phoneOf({ beacon, ...given }: Plain): Plain {
  const names = {
    device_bound_to: 'boundTo',
    mock_location: 'mockLocation',
    biometric_ok: 'biometricOk',
    queued_s: 'queuedSeconds',
    wfa_approved: 'wfaApproved',
    same_coordinate_persons: 'sameCoordinatePersons',
  };
  const beaconNames = { token_age_s: 'tokenAgeSeconds', token_valid: 'tokenValid' };
  return { kind: 'phone', ...renamed(given, names), beacon: isRecord(beacon) ? renamed(beacon, beaconNames) : beacon };
}

function temperatureOf({ rule, readings, identity }: Plain): Plain {
  const names = { limit_c: 'limitCelsius', op: 'operator', plausible: 'plausibleCelsius' };
  return {
    kind: 'temperature',
    rule: isRecord(rule) ? renamed(rule, names) : rule,
    readingsCelsius: readings,
    identityKnown: identity !== null && identity !== undefined,
  };
}
