import { type DeviceContext, isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { deviceUserReading } from '../readings.js';
import { punchFromSoap } from '../readings-from-rows.js';
import { createSoapClient, type SoapClient } from '../soap/client.js';
import { reportClock } from './clock-watch.js';
import type { CursorBook } from './cursor-book.js';
import type { DeviceSettings, PullSettings } from './device-settings.js';
import { emitAll } from './emit.js';
import type { Part } from './part.js';
import { requireSerial } from './serial.js';
import { soapCommand } from './soap-command.js';
import type { SoapLink } from './soap-link.js';
import { parseSoapLogCursor, soapLogNews } from './soap-log.js';

const PART = 'soap';
/** A poll may be late by this much before the device counts as silent. */
const POLL_SLACK_MS = 60_000;

/** The way over the web service of older terminals: answered and identified, where it tells, when this resolves. */
export async function soapPart(
  context: DeviceContext,
  settings: DeviceSettings,
  pull: PullSettings,
  book: CursorBook,
): Promise<Part> {
  const { clock } = context;
  const client = soapClientOf(settings, pull);
  let hasClock = true;
  let usersAtMs: number | null = null;
  const serialNumber = await client.option('~SerialNumber', context.signal);
  requireSerial(settings.serialNumber, serialNumber);
  if (serialNumber !== null) context.report({ type: 'info', info: { serialNumber } });
  heard();

  /** Between two polls nothing is heard, and that is normal. */
  function heard(): void {
    context.report({ type: 'traffic', nextWithinMs: pull.pollMs + POLL_SLACK_MS });
  }

  /** @returns false when this firmware answers without a time: it has no clock to show, or refuses the key so */
  async function readClock(signal: AbortSignal): Promise<boolean> {
    try {
      const time = await client.date(signal);
      heard();
      if (time.wall === null) context.raise({ code: 'ZK_CLOCK_UNREADABLE', details: { text: time.text } });
      else reportClock(context, time.wall, settings.clockToleranceMs);
      return true;
    } catch (error) {
      if (isHadirError(error) && (error.code === 'SOAP_ROW_UNREADABLE' || error.code === 'SOAP_NOT_THIS_SERVICE')) {
        return false;
      }
      throw error;
    }
  }

  const link: SoapLink = {
    context,
    settings,
    client,
    async readLog(reread, signal) {
      const { rows, problems } = await client.attlog(signal, (received) =>
        context.report({ type: 'progress', what: 'backfill', received, total: null }),
      );
      heard();
      const known = parseSoapLogCursor(book.part(PART));
      const fullDue = reread || known === null || clock.now() - known.fullAt >= settings.fullRereadMs;
      const news = soapLogNews(rows, known, fullDue, clock.now());
      if (rows.length === 0 && !hasClock && (known === null || known.count === 0)) {
        // Neither a time nor a punch: so answer some boxes whose key is another.
        throw zkError('SOAP_KEY_WRONG');
      }
      if (news.verdict === 'empty') context.raise({ code: 'SOAP_EMPTY_LOG', details: { before: known?.count ?? 0 } });
      else context.clear('SOAP_EMPTY_LOG');
      if (news.verdict === 'shrunk') {
        context.raise({ code: 'ZK_LOG_CLEARED', details: { known: known?.count ?? 0, now: rows.length } });
      }
      if (news.verdict === 'changed') context.raise({ code: 'ZK_LOG_CHANGED', details: { known: known?.count ?? 0 } });
      const readings = rows.slice(news.from).map((row) => punchFromSoap(row));
      const isNew = readings.length > 0 || known?.count !== news.cursor.count || known.fullAt !== news.cursor.fullAt;
      if (isNew) await emitAll(context, readings, book.with(PART, { ...news.cursor }));
      reportRows(context, rows.slice(news.from).filter((row) => row.time.wall === null).length, problems);
      context.report({ type: 'info', info: { recordCount: rows.length } });
      return { records: readings.length, recordsInLog: rows.length };
    },
    async readUsers(signal) {
      const { rows, problems } = await client.users(signal);
      heard();
      await emitAll(
        context,
        rows.map((user) => deviceUserReading({ ...user, transport: 'soap' })),
      );
      reportRows(context, 0, problems);
      usersAtMs = clock.now();
      return rows.length;
    },
    async logErased() {
      await context.emit({ readings: [], cursor: book.with(PART, null) });
    },
    readClock,
  };

  return {
    pollEveryMs: pull.pollMs,
    async backfill(signal) {
      hasClock = await readClock(signal);
      await link.readLog(false, signal);
      if (usersAtMs === null || clock.now() - usersAtMs >= settings.fullRereadMs) {
        await link.readUsers(signal).catch((error: unknown) => ignoreNoUsers(error, context));
        usersAtMs = clock.now();
      }
    },
    command: (command, commandContext) => soapCommand(link, command, commandContext),
    async close() {},
  };
}

export function soapClientOf(settings: DeviceSettings, pull: PullSettings): SoapClient {
  return createSoapClient({
    host: pull.host,
    port: pull.port,
    commKey: pull.commKey ?? 0,
    encoding: settings.encoding,
  });
}

/** The list of users is a help, not a condition: some of these boxes do not give it. */
function ignoreNoUsers(error: unknown, context: DeviceContext): void {
  if (!isHadirError(error)) throw error;
  context.log.info('the terminal did not give its users', { code: error.code });
}

function reportRows(
  context: DeviceContext,
  undated: number,
  problems: readonly { readonly raw: string; readonly error: { readonly code: string; readonly details: object } }[],
): void {
  if (undated > 0) context.raise({ code: 'ZK_IMPOSSIBLE_DATES', details: { count: undated } });
  const [first] = problems;
  if (first === undefined) return;
  context.raise({
    code: first.error.code,
    details: { ...first.error.details, count: problems.length, sample: first.raw.slice(0, 200) },
  });
}
