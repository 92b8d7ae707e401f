import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import pretty from 'pino-pretty';
import type { HubConfig } from '../config/index.js';

export type HubLog = Logger;

/** Names under which secrets travel, at any of the depths that the hub logs. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secretKey',
  'token',
  'commKey',
  'ticket',
  'key',
];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `req.headers.${name}`]);

/** The hub's log. Readable lines on a terminal, JSON elsewhere; secrets are removed, query strings are never written. */
export function createLog(settings: HubConfig['log'], destination?: DestinationStream): HubLog {
  const options: LoggerOptions = {
    level: settings.level,
    redact: { paths: REDACTED, censor: '••••' },
    base: null,
    serializers: {
      req: (request: { method?: string; url?: string; ip?: string }) => ({
        method: request.method,
        path: request.url?.split('?')[0],
        from: request.ip,
      }),
      err: pino.stdSerializers.err,
    },
  };
  if (destination) return pino(options, destination);
  const readable = settings.format === 'pretty' || (settings.format === 'auto' && process.stderr.isTTY === true);
  // Written to stderr and at once: stdout belongs to what was asked for, and a crash must not swallow its own reason.
  if (!readable) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(
    options,
    pretty({ destination: 2, sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }),
  );
}
