import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { zoneOf } from '@hadir/sdk';
import { type AdmsAnswer, OK } from './server-answer.js';
import { readSmallBody } from './server-body.js';
import type { RouteContext } from './server-context.js';
import { timeZoneOption } from './server-handshake.js';
import { takeOptions } from './server-info.js';
import type { AdmsRequest } from './server-request.js';
import type { AdmsTerminal } from './server-terminal.js';

/**
 * Security PUSH 3.x (vendor document 3.1.2): terminals in access-control mode register first and then fetch their
 * options with a request of its own; rows and commands travel as they do for attendance firmware.
 */
const PUSH_VERSION = '3.0.1';

/** Without a code the device registers again every 15 s; it must be the same after our restart. At most 32 signs. */
function registryCode(serialNumber: string): string {
  return createHash('sha256').update(`hadir registry ${serialNumber}`).digest('hex').slice(0, 32);
}

export function isAccessRequest(request: AdmsRequest): boolean {
  if (request.endpoint === 'registry' || request.endpoint === 'push') return true;
  return request.endpoint === 'cdata' && request.method === 'GET' && request.query.get('DeviceType') === 'acc';
}

function optionLines(terminal: AdmsTerminal, context: RouteContext): readonly string[] {
  const utcOffsetSeconds = zoneOf(terminal.zone).offsetSecondsAt(context.clock.now());
  return [
    `RegistryCode=${registryCode(terminal.serialNumber)}`,
    'ServerVersion=3.1.2',
    'ServerName=Hadir',
    `PushVersion=${PUSH_VERSION}`,
    `ErrorDelay=${context.retrySeconds}`,
    `RequestDelay=${context.pollSeconds}`,
    'TransTimes=00:00;14:05',
    'TransInterval=1',
    'TransTables=User Transaction',
    'Realtime=1',
    `TimeZone=${timeZoneOption(utcOffsetSeconds)}`,
    'TimeoutSec=30',
  ];
}

export async function answerAccess(
  request: AdmsRequest,
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  switch (request.endpoint) {
    case 'registry': {
      const body = await readSmallBody(incoming, context.limits);
      if (body === null) return { status: 400, body: 'BODY' };
      takeOptions(body, terminal);
      return { status: 200, body: `RegistryCode=${registryCode(terminal.serialNumber)}` };
    }
    case 'push':
      await readSmallBody(incoming, context.limits);
      terminal.greeted({ access: true, pushVersion: request.query.get('pushver') });
      return {
        status: 200,
        body: [...optionLines(terminal, context), `SessionID=${sessionId(terminal.serialNumber)}`, ''].join('\n'),
      };
    case 'cdata':
      terminal.greeted({ access: true, pushVersion: request.query.get('pushver') });
      return { status: 200, body: ['registry=ok', ...optionLines(terminal, context), ''].join('\r\n') };
    default:
      return OK;
  }
}

/** The token that devices derive from it is not asked for: who may call is decided by serial number and path secret. */
function sessionId(serialNumber: string): string {
  return createHash('sha256').update(`hadir session ${serialNumber}`).digest('hex').slice(0, 32).toUpperCase();
}
