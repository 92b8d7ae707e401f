import type { Clock, LocalizedText } from '@hadir/core';
import type { IssueReport } from '../driver/status.js';
import { PLUGIN_ERRORS } from '../plugin-errors.js';
import { createRateLimit } from '../runner/rate-limit.js';
import type { DeviceRecord } from './device-record.js';
import type { RunNotice } from './plugin-run.js';
import type { Redactor } from './redact.js';
import type { HostEvents } from './sink.js';

export interface NoticeRouterOptions {
  readonly pluginId: string;
  readonly events: HostEvents;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly logLinesPerSecond: number;
  readonly noticesPerSecond: number;
  /** Null for a device that this plugin does not serve. */
  readonly recordOf: (deviceId: string) => DeviceRecord | null;
  /** Texts of the plugin's own codes. */
  readonly texts: () => Texts | undefined;
  readonly onChange: (record: DeviceRecord) => void;
}

type Texts = Readonly<Record<string, { readonly message: LocalizedText; readonly remedy: LocalizedText }>>;

/** The way of everything a plugin tells to the host's owner: known devices only, redacted, bounded in rate. */
export interface NoticeRouter {
  take(notice: RunNotice): void;
  /** An issue that the host itself finds. */
  raise(issue: IssueReport, deviceId?: string): void;
  clear(code: string, deviceId?: string, subject?: string): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, deviceId?: string, fields?: object): void;
}

export function createNoticeRouter(options: NoticeRouterOptions): NoticeRouter {
  const { pluginId, events, redactor } = options;
  const logs = createRateLimit(options.logLinesPerSecond, options.clock);
  // The runner holds back at the same rate; only a plugin that goes around it gets here with more.
  const others = createRateLimit(options.noticesPerSecond * 2, options.clock);
  let flooding = false;

  const raise: NoticeRouter['raise'] = (issue, deviceId) => {
    const texts = issue.texts ?? options.texts()?.[issue.code] ?? hostTexts(issue.code);
    const { message, remedy } = texts ?? {};
    const full = { ...issue, ...(message && remedy ? { texts: { message, remedy } } : {}) };
    call(() => events.raise?.(sourceOf(deviceId), redactor.value(full)));
  };
  const clear: NoticeRouter['clear'] = (code, deviceId, subject) =>
    call(() => events.clear?.(sourceOf(deviceId), code, subject));
  const log: NoticeRouter['log'] = (level, message, deviceId, fields) => {
    if (!logs.allow()) return;
    const dropped = logs.takeDropped();
    const all = dropped > 0 ? { ...fields, droppedBefore: dropped } : fields;
    call(() =>
      events.log?.({
        ...sourceOf(deviceId),
        level,
        message: redactor.text(message),
        ...(all === undefined ? {} : { fields: redactor.value(all) as Record<string, unknown> }),
      }),
    );
  };
  const sourceOf = (deviceId: string | undefined) => (deviceId === undefined ? { pluginId } : { pluginId, deviceId });

  return {
    raise,
    clear,
    log,
    take(notice) {
      if (notice.type === 'log') return log(notice.level, notice.message, notice.deviceId, notice.fields);
      if (notice.type !== 'session' && !others.allow()) return noteFlood();
      const deviceId = 'deviceId' in notice ? notice.deviceId : undefined;
      const record = deviceId === undefined ? null : options.recordOf(deviceId);
      if (deviceId !== undefined && record === null) return undefined;
      switch (notice.type) {
        case 'session':
          record?.session(redactor.value(notice));
          if (record !== null) options.onChange(record);
          return undefined;
        case 'report':
          record?.report(notice.report);
          call(() => events.report?.(notice.deviceId, notice.report));
          if (record !== null) options.onChange(record);
          return undefined;
        case 'raise':
          return raise(notice.issue, deviceId);
        case 'clear':
          return clear(notice.code, deviceId, notice.subject);
        case 'discovered':
          // Its configuration may hold a default key; it goes to the owner as it is, not to a log.
          return call(() => events.discovered?.(pluginId, notice.candidate));
      }
    },
  };

  function noteFlood(): undefined {
    if (flooding) return;
    flooding = true;
    raise({ code: 'PLUGIN_FLOOD', details: { pluginId, what: 'notices', dropped: others.takeDropped() } });
  }
}

function hostTexts(code: string): { message: LocalizedText; remedy: LocalizedText } | undefined {
  return Object.hasOwn(PLUGIN_ERRORS, code) ? PLUGIN_ERRORS[code as keyof typeof PLUGIN_ERRORS] : undefined;
}

/** The owner promised not to throw; if it does, the plugin's messages still go on. */
function call(owner: () => void): void {
  try {
    owner();
  } catch (thrown) {
    process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
  }
}
