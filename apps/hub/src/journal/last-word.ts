import type { PoolClient } from 'pg';
import { textArray, uuidArray } from '../store/index.js';

/**
 * A device tells again and again who is registered on it. Such a reading is no happening but a state: its key is
 * `<who>|<what is said>`, and it is known only while it is the last word about that person. What was said before and
 * then changed is news when it is said again, and is written under the key with `~<seq>` behind it.
 */
export const STATE_KIND = 'device-user';

/** The part of a state's key that names whom it is about, the last `|` included; empty when the key has none. */
export const subjectOf = (key: string): string => key.slice(0, key.lastIndexOf('|') + 1);

const saidIn = (key: string): string => key.replace(/~\d+$/, '');

/** The last word about each subject of the group's states, by device and subject; without what marks its repetitions. */
export type LastWords = Map<string, string>;
export const wordId = (deviceId: string, subject: string): string => `${deviceId} ${subject}`;

interface Said {
  readonly deviceId: string;
  readonly keys: readonly string[];
  readonly kinds: readonly string[];
}

/** Must run behind the lock of the heads, as the look-up of known keys does. */
export async function selectLastWords(client: PoolClient, group: readonly Said[]): Promise<LastWords> {
  const asked = new Map<string, readonly [string, string]>();
  for (const { deviceId, keys, kinds } of group) {
    for (const [i, key] of keys.entries()) {
      const subject = kinds[i] === STATE_KIND ? subjectOf(key) : '';
      if (subject !== '') asked.set(wordId(deviceId, subject), [deviceId, subject]);
    }
  }
  if (asked.size === 0) return new Map();
  const { rows } = await client.query<[string, string, string]>({
    name: 'journal-last-words',
    // Keys are compared byte by byte (collation C), so that all keys of a subject lie side by side in the index.
    text: `select a.device_id, a.subject, last.reading_key from unnest($1::uuid[], $2::text[]) as a (device_id, subject)
      cross join lateral (
        select reading_key from journal j
        where j.device_id = a.device_id and j.reading_key >= a.subject and j.reading_key < a.subject || U&'\\+10FFFF'
        order by seq desc limit 1) as last`,
    values: [
      uuidArray([...asked.values()].map(([deviceId]) => deviceId)),
      textArray([...asked.values()].map(([, subject]) => subject)),
    ],
    rowMode: 'array',
  } as never);
  return new Map(rows.map(([deviceId, subject, key]) => [wordId(deviceId, subject), saidIn(key)]));
}
