import type { TerminalOptions } from '../lib/terminal.js';

/** One behaviour of a terminal: options for vendor/fake-terminal.cjs, and what an operator would have configured. */
export interface Variant {
  readonly name: string;
  readonly options: TerminalOptions;
  readonly transport: 'tcp' | 'udp';
  readonly commKey?: number;
  /** The terminal cannot deliver everything; the best that a reader can do is to say so. */
  readonly impossible?: true;
  /** Number of events that the terminal sends by itself, instead of a log to read. */
  readonly live?: number;
}

const LOG = { records: 3000, users: 100 } as const;

const tcp = (name: string, options: TerminalOptions, more: Partial<Variant> = {}): Variant => ({
  name,
  options: { ...LOG, ...options },
  transport: 'tcp',
  ...more,
});

const udp = (name: string, options: TerminalOptions, more: Partial<Variant> = {}): Variant => ({
  name: `UDP: ${name}`,
  options: { ...LOG, udp: true, ...options },
  transport: 'udp',
  ...more,
});

const live = (name: string, size: number): Variant => ({
  name: `live events of ${size} bytes (${name})`,
  options: { ...LOG, records: 0, live: 20, 'live-size': size, 'live-every': 40 },
  transport: 'tcp',
  live: 20,
});

/** Every behaviour that the fake terminal has. */
export const VARIANTS: readonly Variant[] = [
  tcp('kind: 5 ms between packets', { pace: '5' }),
  tcp('one turn of the event loop between packets', { pace: 'immediate' }),
  tcp('no pause between packets', { pace: 'none' }),
  tcp('a whole chunk in one write', { coalesce: true }),
  tcp('writes cut into 700 bytes', { fragment: 700 }),
  tcp('writes cut into 7 bytes', { fragment: 7, records: 500 }),
  tcp('packets of 1,008 bytes, no pause', { packet: 1008, pace: 'none' }),
  tcp('packets of 1,008 bytes, 1 ms pause', { packet: 1008, pace: '1' }),
  tcp('75,486 records', { records: 75_486, users: 5000 }),
  tcp('75,486 records, 2 ms pause', { records: 75_486, users: 5000, pace: '2' }),
  tcp('50 ms pause before each chunk', { 'chunk-pace': 50, records: 6000 }),
  tcp('a small log in one packet', { records: 20 }),
  tcp('a small log, never in one packet', { records: 20, 'inline-max': 0 }),
  tcp('an empty log', { records: 0 }),
  tcp('one stray byte after the connect answer', { 'ack-trailer': true }),
  tcp('an event in the middle of the transfer', { 'stray-event': true }),
  tcp('an event in the middle, packets of 1,008 bytes', { 'stray-event': true, packet: 1008 }),
  tcp('every 50th date impossible', { 'bad-dates': 50, users: 3000 }),
  tcp('says it holds 0 records', { 'sizes-zero': true }),
  tcp('sizes answer of 4 bytes', { sizes: 4 }),
  tcp('sizes answer of 80 bytes', { sizes: 80 }),
  tcp('sizes answer of 112 bytes', { sizes: 112 }),
  tcp('49-byte records', { 'record-size': 49 }),
  tcp('49-byte records, says it holds 0', { 'record-size': 49, 'sizes-zero': true }),
  tcp('16-byte records', { 'record-size': 16 }),
  tcp('16-byte records, says it holds 0', { 'record-size': 16, 'sizes-zero': true }),
  tcp('8-byte records', { 'record-size': 8, 'user-size': 28 }),
  tcp('28-byte users', { 'user-size': 28 }),
  tcp('comm key 123456', { commkey: 123_456 }, { commKey: 123_456 }),
  tcp('cuts the line in the first chunk, always', { 'drop-chunk': 0 }, { impossible: true }),
  tcp('cuts the line in the second chunk, always', { 'drop-chunk': 1 }, { impossible: true }),
  tcp('falls silent at the second chunk, always', { 'mute-chunk': 1 }, { impossible: true }),
  udp('kind: 5 ms between packets', { pace: '5' }),
  udp('one turn of the event loop between packets', {}),
  udp('neighbouring packets change places', { swap: true, pace: '2' }),
  udp('1 % of the data packets lost', { loss: 0.01, pace: '1' }),
  udp('comm key 123456', { commkey: 123_456, pace: '5' }, { commKey: 123_456 }),
  udp('16-byte records', { 'record-size': 16, pace: '5' }),
  udp('8-byte records', { 'record-size': 8, 'user-size': 28, pace: '5' }),
  live('user number only', 10),
  live('32-bit user id', 12),
  live('user number, longer', 14),
  live('text user id', 32),
  live('text user id, longer', 36),
  live('text user id, odd', 37),
  live('text user id, with work code', 52),
];
