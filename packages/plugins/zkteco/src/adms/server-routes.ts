import type { IncomingMessage } from 'node:http';
import { zoneOf } from '@hadir/sdk';
import { answerAccess, isAccessRequest } from './server-access.js';
import { type AdmsAnswer, NOT_NOW, OK } from './server-answer.js';
import { readBody } from './server-body.js';
import { commandLines, takeResults } from './server-commands-io.js';
import type { RouteContext } from './server-context.js';
import type { Admission } from './server-gate.js';
import { handshakeText, PUSH_PROTOCOL_VERSION } from './server-handshake.js';
import { takeHeartbeat } from './server-info.js';
import { type AdmsRequest, type RequestRefusal, readRequest } from './server-request.js';
import type { AdmsTerminal } from './server-terminal.js';
import { takeUpload } from './server-uploads.js';

const REFUSALS: Readonly<Record<RequestRefusal, AdmsAnswer>> = {
  'not-found': { status: 404, body: 'NOT FOUND' },
  method: { status: 405, body: 'METHOD' },
  'serial-number': { status: 400, body: 'SN' },
};
/** What a stranger may send before it gets its answer; reading a little keeps the answer from being lost in a reset. */
const STRANGER_BODY_BYTES = 256 * 1024;

export async function answerRequest(incoming: IncomingMessage, context: RouteContext): Promise<AdmsAnswer> {
  const request = readRequest(incoming);
  if (typeof request === 'string') return REFUSALS[request];
  context.directory.heard(request);
  const found = context.directory.find(request.serialNumber);
  if (found.kind !== 'open') {
    if (found.kind === 'unknown') context.directory.stranger(request);
    await discard(incoming, context);
    return NOT_NOW;
  }
  const { terminal } = found;
  const admission = context.gate.admit(terminal, request);
  if (admission !== 'admitted') return refuse(admission, terminal, request, incoming, context);
  terminal.traffic();
  return isAccessRequest(request)
    ? answerAccess(request, incoming, terminal, context)
    : answerTerminal(request, incoming, terminal, context);
}

async function discard(incoming: IncomingMessage, { limits }: RouteContext): Promise<void> {
  await readBody(incoming, { ...limits, maxBodyBytes: STRANGER_BODY_BYTES }, () => undefined);
}

async function refuse(
  admission: Exclude<Admission, 'admitted'>,
  terminal: AdmsTerminal,
  request: AdmsRequest,
  incoming: IncomingMessage,
  context: RouteContext,
): Promise<AdmsAnswer> {
  await discard(incoming, context);
  const details = { serial: terminal.serialNumber, address: request.address };
  if (admission === 'path-secret') {
    terminal.raise({ code: 'ADMS_PATH_SECRET_WRONG', details });
    return { status: 403, body: 'FORBIDDEN' };
  }
  if (admission === 'comm-key') {
    terminal.raise({ code: 'ADMS_COMM_KEY_WRONG', details });
    return { status: 403, body: 'FORBIDDEN' };
  }
  // Terminals greet only now and then. CHECK makes this one greet now, and say its key.
  return request.endpoint === 'getrequest' ? { status: 200, body: 'C:1:CHECK\n' } : NOT_NOW;
}

async function answerTerminal(
  request: AdmsRequest,
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  switch (request.endpoint) {
    case 'cdata':
    case 'fdata':
    case 'querydata':
      if (request.method === 'POST') return takeUpload(request, incoming, terminal, context);
      return answerGreeting(request, terminal, context);
    case 'getrequest':
      takeHeartbeat(request, terminal);
      return { status: 200, body: commandLines(terminal) };
    case 'devicecmd':
      return takeResults(incoming, terminal, context);
    case 'ping':
      return OK;
    case 'exchange':
      // The key exchange is not public. Saying the last version without it brings the terminal back to clear text.
      await discard(incoming, context);
      terminal.raise({ code: 'ADMS_ENCRYPTED_BODY' });
      return { status: 200, body: `PushProtVer=${PUSH_PROTOCOL_VERSION}\n` };
    case 'file':
      // Firmware for terminals is not ours to hand out.
      return { status: 404, body: 'NOT FOUND' };
    case 'registry':
    case 'push':
      return answerAccess(request, incoming, terminal, context);
  }
}

function answerGreeting(request: AdmsRequest, terminal: AdmsTerminal, context: RouteContext): AdmsAnswer {
  // A terminal asks for travellers it does not know (`table=RemoteAtt`); handing out people is not a driver's work.
  if (request.query.get('table') !== null) return OK;
  terminal.clear('ADMS_ENCRYPTED_BODY');
  terminal.greeted({ access: false, pushVersion: request.query.get('pushver') });
  return {
    status: 200,
    body: handshakeText({
      serialNumber: terminal.serialNumber,
      stamps: terminal.stamps(),
      utcOffsetSeconds: zoneOf(terminal.zone).offsetSecondsAt(context.clock.now()),
      pollSeconds: context.pollSeconds,
      retrySeconds: context.retrySeconds,
    }),
  };
}
