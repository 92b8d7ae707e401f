import { type DeviceContext, pause, type Reading, type WallTime } from '@hadir/sdk';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { AdmsServer } from '../adms/server.js';
import { admsCommands } from '../adms/server-commands.js';
import { type AdmsQueue, admsQueue } from '../adms/server-queue.js';
import type { AdmsTerminal, AdmsUpload } from '../adms/server-terminal.js';
import { zkError } from '../errors.js';
import { admsCommand } from './adms-command.js';
import { watchDrain } from './adms-drain.js';
import { admsFaces } from './adms-faces.js';
import type { AdmsLink, UploadCounts } from './adms-link.js';
import { recheckAttlog } from './adms-recheck.js';
import { recentDays, WHOLE_LOG } from './adms-window.js';
import type { CursorBook } from './cursor-book.js';
import type { DeviceSettings, PushSettings } from './device-settings.js';
import { emitAll } from './emit.js';
import { type FaceDesk, NO_FACES } from './face-desk.js';
import type { Part } from './part.js';

const Stamps = Type.Record(Type.String({ pattern: '^[A-Z]{1,16}$' }), Type.String({ maxLength: 32 }));
const PART = 'adms';
/** How long a terminal must be silent about punches before its log is compared: a backlog comes in many uploads. */
const QUIET_MS = 60_000;
/** What is compared every night; the whole log is compared once, after it first came. */
const RECENT_DAYS = 31;

/** The way in which the terminal calls us. @throws ADMS_SERIAL_TAKEN, ADMS_LISTENER_OFF */
export function admsPart(
  context: DeviceContext,
  settings: DeviceSettings,
  push: PushSettings,
  server: AdmsServer | null,
  book: CursorBook,
  faceDesk: FaceDesk = NO_FACES,
): Part {
  if (server === null) throw zkError('ADMS_LISTENER_OFF');
  const { clock } = context;
  const storedStamps = (book.part(PART) ?? {}) as unknown;
  const isFirstTime = !Value.Check(Stamps, storedStamps);
  let stamps: Readonly<Record<string, string>> = isFirstTime ? {} : (storedStamps as Record<string, string>);
  let counts: UploadCounts = { punches: 0, appended: 0, users: 0, lastAtMs: clock.now() };
  let heardAtMs: number | null = null;
  let isAccess = false;
  const windows = new Set<{ from: WallTime; to: WallTime; stored: number }>();
  const users = new Set<{ readonly deviceUserId: string; isSeen: boolean }>();
  let takesFacePhotos: boolean | null = null;
  const greetings = new Set<() => void>();
  const heard = new AbortController();
  const drain = watchDrain(clock, (yes) => context.report({ type: 'caught-up', yes }));

  async function store({ readings, stamp }: AdmsUpload): Promise<void> {
    const next = stamp === undefined ? stamps : { ...stamps, [stamp.table]: stamp.value };
    const cursor = stamp === undefined ? undefined : book.with(PART, next);
    const { appended } = await emitAll(context, readings, cursor);
    stamps = next;
    count(readings, appended);
    drain.stored(readings);
  }

  function count(readings: readonly Reading[], appended: number): void {
    let { punches, users: userRows } = counts;
    for (const reading of readings) {
      if (reading.kind === 'device-user') {
        userRows += 1;
        for (const watched of users) watched.isSeen ||= watched.deviceUserId === reading.deviceUserId;
      }
      if (reading.kind !== 'punch') continue;
      punches += 1;
      const time = reading.time.form === 'wall' ? reading.time.wall : null;
      for (const window of windows) if (time !== null && time >= window.from && time <= window.to) window.stored += 1;
    }
    counts = { punches, users: userRows, appended: counts.appended + appended, lastAtMs: clock.now() };
  }

  const queue = askingForGreeting(admsQueue({ serialNumber: push.serialNumber, clock }));
  const terminal: AdmsTerminal = {
    ...push,
    zone: context.zone,
    encoding: settings.encoding,
    queue,
    stamps: () => stamps,
    store,
    greeted(facts) {
      isAccess = facts.access;
      for (const tell of [...greetings]) tell();
    },
    traffic() {
      heardAtMs = clock.now();
      heard.abort();
      drain.heard();
      context.report({ type: 'traffic' });
    },
    info: (info) =>
      context.report({ type: 'info', info: { vendor: 'ZKTeco', serialNumber: push.serialNumber, ...info } }),
    takesFacePhotos(yes) {
      takesFacePhotos = yes;
    },
    raise: (issue) => context.raise(issue),
    clear: (code, subject) => context.clear(code, subject),
  };
  const detach = server.attach(terminal);

  /**
   * A terminal that greeted somebody else, or us in another life, goes on from there and would never send what it holds.
   * When nothing of it is stored yet, it is asked to greet, and is then told to begin at the beginning.
   */
  function askingForGreeting(inner: AdmsQueue): AdmsQueue {
    let isNeeded = isFirstTime;
    greetings.add(() => {
      isNeeded = false;
    });
    return {
      send: (command, within) => inner.send(command, within),
      settle: (result) => inner.settle(result),
      close: () => inner.close(),
      poll() {
        if (isNeeded) {
          isNeeded = false;
          inner.send(admsCommands.check(), context.signal).catch(() => undefined);
        }
        return inner.poll();
      },
    };
  }

  const link: AdmsLink = {
    context,
    terminal,
    counts: () => counts,
    isAccess: () => isAccess,
    countWindow(from, to) {
      const window = { from, to, stored: 0 };
      windows.add(window);
      return { stored: () => window.stored, end: () => void windows.delete(window) };
    },
    watchUser(deviceUserId) {
      const watched = { deviceUserId, isSeen: false };
      users.add(watched);
      return { isSeen: () => watched.isSeen, end: () => void users.delete(watched) };
    },
    takesFacePhotos: () => takesFacePhotos,
    greeting(signal) {
      return new Promise((resolve, reject) => {
        const done = () => {
          greetings.delete(done);
          signal.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => {
          greetings.delete(done);
          reject(zkError('ADMS_COMMAND_LOST', { serial: push.serialNumber, command: 'CHECK' }));
        };
        signal.addEventListener('abort', onAbort, { once: true });
        greetings.add(done);
      });
    },
    forgetStamps() {
      stamps = { ...stamps, ATTLOG: '0' };
    },
  };

  /** The log is compared once things are quiet after the first contact, and then every `fullRereadMs`. */
  async function stream(signal: AbortSignal): Promise<void> {
    await pause(2 ** 31 - 1, AbortSignal.any([signal, heard.signal]));
    let window: 'all' | 'recent' = isFirstTime ? 'all' : 'recent';
    while (!signal.aborted) {
      await quiet(signal);
      if (signal.aborted) return;
      if (!isAccess) await recheck(window, signal);
      window = 'recent';
      await pause(settings.fullRereadMs, signal);
    }
  }

  async function quiet(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const restMs = counts.lastAtMs + QUIET_MS - clock.now();
      if (restMs <= 0) return;
      await pause(restMs, signal);
    }
  }

  async function recheck(window: 'all' | 'recent', signal: AbortSignal): Promise<void> {
    const span = window === 'all' ? WHOLE_LOG : recentDays(context, RECENT_DAYS);
    try {
      await recheckAttlog(link, span, window === 'all' && isFirstTime ? counts.appended : null, signal);
    } catch (error) {
      context.log.warn('the terminal could not be asked to compare its log', {
        error: error instanceof Error ? error.message : 'unknown',
      });
    }
  }

  const onlyWhenHeard = (): void => {
    if (heardAtMs === null) throw zkError('ADMS_SILENT', { serial: push.serialNumber });
  };
  const faces = admsFaces(link, onlyWhenHeard);
  const leave = faceDesk.add(context.deviceId, faces);

  return {
    stream,
    command(command, commandContext) {
      onlyWhenHeard();
      return admsCommand(link, command, commandContext);
    },
    async close() {
      leave();
      detach();
      queue.close();
    },
  };
}
