import { type Database, storableText, toStoreError } from '../store/index.js';
import { chainHasher, chainStart } from './chain.js';
import { type Checkpoints, type KnownHead, readCheckpoints } from './checkpoint-file.js';
import { STATE_KIND } from './last-word.js';

/** Where and how the record of a device differs from what was written. */
export interface JournalFault {
  readonly deviceId: string | null;
  readonly kind:
    | 'row-missing' // a number is left out: a row was deleted
    | 'row-altered' // a row's content does not give its hash
    | 'key-altered' // the key beside the content is not the content's key
    | 'head-missing' // rows without a head
    | 'head-mismatch' // the head is not the hash of the last row
    | 'row-beyond-head' // rows after the head
    | 'tail-missing' // a signed checkpoint knows more rows than there are
    | 'checkpoint-mismatch' // the chain is whole, yet not the one that was signed
    | 'checkpoint-invalid'; // the checkpoint file itself was altered
  /** First place at fault, null when it is not a row. */
  readonly seq: number | null;
  readonly detail: string;
}

export interface JournalReport {
  readonly devices: number;
  readonly rows: number;
  /** Checkpoint entries that the rows were compared with. */
  readonly checkpoints: number;
  readonly faults: readonly JournalFault[];
}

export interface VerifyOptions {
  /** One device only. */
  readonly deviceId?: string;
  /** State folder with the signed checkpoints; without it, a cut end of a chain cannot be seen. */
  readonly stateFolder?: string;
  readonly signal?: AbortSignal;
  onProgress?(rows: number): void;
}

const PAGE_ROWS = 2000;

/**
 * Recomputes every hash from the rows as they lie in the database. Reads page by page, so memory does not grow with the
 * journal. May run beside a working hub. The first fault of a device ends the walk of that device.
 * @throws STORE_UNAVAILABLE, JOURNAL_KEY_UNREADABLE
 */
export async function verifyJournal(db: Database, options: VerifyOptions = {}): Promise<JournalReport> {
  const checkpoints: Checkpoints =
    options.stateFolder === undefined ? { heads: new Map(), faults: [] } : await readCheckpoints(options.stateFolder);
  const faults: JournalFault[] = checkpoints.faults.map((detail) => ({
    deviceId: null,
    kind: 'checkpoint-invalid',
    seq: null,
    detail,
  }));
  let rows = 0;
  let compared = 0;
  const devices = await deviceIds(db, checkpoints.heads, options.deviceId);
  for (const deviceId of devices) {
    const known = checkpoints.heads.get(deviceId) ?? [];
    const result = await verifyDevice(db, deviceId, known, options, rows);
    rows += result.rows;
    compared += known.length;
    if (result.fault !== null) faults.push(result.fault);
  }
  return { devices: devices.length, rows, checkpoints: compared, faults };
}

async function query<Row extends object>(db: Database, text: string, values: unknown[]): Promise<readonly Row[]> {
  try {
    return (await db.pool.query<Row>(text, values)).rows;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Also devices that have rows but no head, found by hopping over the index; and those that only checkpoints remember. */
async function deviceIds(
  db: Database,
  known: ReadonlyMap<string, unknown>,
  only: string | undefined,
): Promise<readonly string[]> {
  if (only !== undefined) return [only];
  const rows = await query<{ id: string }>(
    db,
    `with recursive hop as (
       (select device_id from journal order by device_id limit 1)
       union all
       select (select j.device_id from journal j where j.device_id > hop.device_id order by j.device_id limit 1)
       from hop where hop.device_id is not null)
     select device_id as id from hop where device_id is not null
     union select device_id from journal_head`,
    [],
  );
  return [...new Set([...rows.map((row) => row.id), ...known.keys()])].sort();
}

interface Row {
  readonly seq: number;
  readonly reading_key: string;
  readonly kind: string;
  readonly received_ms: number;
  readonly body: string;
  readonly hash: string;
}

async function verifyDevice(
  db: Database,
  deviceId: string,
  known: readonly KnownHead[],
  options: VerifyOptions,
  rowsBefore: number,
): Promise<{ rows: number; fault: JournalFault | null }> {
  const fail = (kind: JournalFault['kind'], seq: number | null, detail: string, rows: number) => ({
    rows,
    fault: { deviceId, kind, seq, detail },
  });
  const [head] = await query<{ seq: number; hash: string }>(
    db,
    "select seq, encode(hash, 'hex') as hash from journal_head where device_id = $1",
    [deviceId],
  );
  const nextHash = chainHasher();
  const signed = new Map(known.map((one) => [one.seq, one]));
  const lastSigned = Math.max(0, ...signed.keys());
  let hash = chainStart(deviceId);
  let seq = 0;
  const end = head?.seq ?? 0;
  while (seq < end) {
    options.signal?.throwIfAborted();
    const page = await query<Row>(
      db,
      `select seq, reading_key, kind, (extract(epoch from received_at) * 1000)::bigint as received_ms, body,
         encode(hash, 'hex') as hash
       from journal where device_id = $1 and seq > $2 and seq <= $3 order by seq limit ${PAGE_ROWS}`,
      [deviceId, seq, end],
    );
    if (page.length === 0) return fail('row-missing', seq + 1, `rows ${seq + 1} to ${end} are not there`, seq);
    for (const row of page) {
      if (row.seq !== seq + 1) return fail('row-missing', seq + 1, `row ${seq + 1} is not there`, seq);
      hash = nextHash(hash, { seq: row.seq, receivedAtMs: row.received_ms, kind: row.kind, body: row.body });
      if (hash !== row.hash) return fail('row-altered', row.seq, 'the content does not give the hash', seq);
      if (!hasKey(row)) return fail('key-altered', row.seq, 'the key is not the one in the content', seq);
      seq = row.seq;
      const mark = signed.get(seq);
      if (mark !== undefined && mark.hash !== hash) {
        return fail('checkpoint-mismatch', seq, `differs from the checkpoint signed at ${mark.at}`, seq);
      }
    }
    options.onProgress?.(rowsBefore + seq);
  }
  if (head !== undefined && head.hash !== hash) return fail('head-mismatch', end, 'the head is another hash', seq);
  if (lastSigned > end) {
    return fail('tail-missing', end + 1, `${lastSigned} rows were signed at ${signed.get(lastSigned)?.at}`, seq);
  }
  // One statement, one snapshot: rows after the head can never be, whatever is being appended meanwhile.
  const [beyond] = await query<{ seq: number }>(
    db,
    `select min(seq) as seq from journal where device_id = $1
       and seq > coalesce((select seq from journal_head where device_id = $1), 0)`,
    [deviceId],
  );
  if (typeof beyond?.seq === 'number') {
    return head === undefined
      ? fail('head-missing', beyond.seq, 'there are rows but no head', seq)
      : fail('row-beyond-head', beyond.seq, `the head stands at an earlier row`, seq);
  }
  return { rows: seq, fault: null };
}

/** The content is proven by now. */
function hasKey(row: Row): boolean {
  const { key } = JSON.parse(row.body) as { key?: unknown };
  if (typeof key !== 'string') return false;
  const stored = storableText(key);
  return stored === row.reading_key || (row.kind === STATE_KIND && `${stored}~${row.seq}` === row.reading_key);
}
