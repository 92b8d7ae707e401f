import type { Clock } from '@hadir/core';
import type { Logger } from '../driver/context.js';
import type { Notice } from '../protocol/notice.js';
import { checkNotice } from '../protocol/to-host.js';
import type { RunnerLink } from './link.js';
import { createRateLimit } from './rate-limit.js';

/** The way of everything a driver tells: checked, bounded in rate, then passed on. */
export interface NoticeGate {
  send(notice: Notice): void;
  logger(deviceId?: string): Logger;
  /** Notices that were not of the agreed shape: bugs of the driver. */
  invalid(): number;
}

const MAX_MESSAGE = 4000;

export function createNoticeGate(
  link: Pick<RunnerLink, 'notice'>,
  clock: Clock,
  limits: { readonly logLinesPerSecond: number; readonly noticesPerSecond: number },
): NoticeGate {
  const logs = createRateLimit(limits.logLinesPerSecond, clock);
  const others = createRateLimit(limits.noticesPerSecond, clock);
  let invalid = 0;

  const log = (level: LogLevel, message: unknown, fields: unknown, deviceId?: string) => {
    if (!logs.allow()) return;
    const dropped = logs.takeDropped();
    const text = String(message);
    link.notice({
      type: 'log',
      ...(deviceId === undefined ? {} : { deviceId }),
      level,
      message: text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text,
      ...fieldsOf(fields, dropped),
    });
  };

  return {
    send(notice) {
      const fault = checkNotice(notice);
      if (fault !== null) {
        invalid += 1;
        log('error', `The driver gave a ${notice.type} that is not valid at ${fault.path}: ${fault.reason}`, undefined);
        return;
      }
      // What the runner itself tells of sessions is never held back: the host's picture of a device rests on it.
      if (notice.type !== 'session' && !others.allow()) return;
      const dropped = others.takeDropped();
      if (dropped > 0) log('warn', `The plugin tells too much; ${dropped} notices were dropped`, undefined);
      link.notice(notice);
    },
    logger(deviceId) {
      const at = (level: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
        log(level, message, fields, deviceId);
      return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    },
    invalid: () => invalid,
  };
}

type LogLevel = keyof Logger;

const MAX_FIELDS_CHARS = 8000;

/** Fields as plain JSON of bounded size; what cannot be written is named instead of thrown. */
function fieldsOf(fields: unknown, dropped: number): { fields?: Record<string, unknown> } {
  if (fields === undefined && dropped === 0) return {};
  const extra = dropped > 0 ? { droppedBefore: dropped } : {};
  try {
    const text = JSON.stringify(fields ?? {}, (_, value: unknown) => {
      if (value instanceof Error) return `${value.name}: ${value.message}`;
      return typeof value === 'bigint' ? String(value) : value;
    });
    if (text.length > MAX_FIELDS_CHARS) return { fields: { text: text.slice(0, MAX_FIELDS_CHARS), ...extra } };
    const plain: unknown = JSON.parse(text);
    const isObject = typeof plain === 'object' && plain !== null && !Array.isArray(plain);
    return { fields: isObject ? { ...plain, ...extra } : { value: plain, ...extra } };
  } catch {
    return { fields: { fields: 'could not be written as JSON', ...extra } };
  }
}
