import type { IncomingMessage } from 'node:http';
import { type AdmsAnswer, NOT_NOW, OK, taken } from './server-answer.js';
import { readBody } from './server-body.js';
import type { RouteContext } from './server-context.js';
import { takeOptions } from './server-info.js';
import { problemTally } from './server-problems.js';
import type { AdmsRequest } from './server-request.js';
import { rowCutter } from './server-rows.js';
import { type Table, type TableReader, tableOf } from './server-tables.js';
import type { AdmsTerminal } from './server-terminal.js';

const STAMP = /^\d{1,20}$/;

/**
 * Takes rows of any table. Whole rows are made durable group by group while the body still arrives, so that no body is
 * too long to hold; the answer is OK only when all are durable.
 *
 * A body that breaks off is not answered with OK, and its last, unfinished row is not believed: `15` cut to `1` would be
 * another way of identification. The terminal sends all of it again; what was stored already is not doubled.
 */
export async function takeUpload(
  request: AdmsRequest,
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  const name = request.query.get('table') ?? request.query.get('type') ?? '';
  const table = tableOf(name, request.query.get('tablename'));
  const packed = request.query.get('ContentType');
  if (packed !== null && packed !== '') return takePacked(packed, table, incoming, terminal, context);
  switch (table.kind) {
    case 'rows':
      return takeRows(table, request, incoming, terminal, context);
    case 'options':
      return takeOptionsBody(incoming, terminal, context);
    case 'ignored':
      return takeIgnored(incoming, context);
    case 'unknown':
      terminal.raise({ code: 'ADMS_TABLE_UNKNOWN', subject: name.slice(0, 40), details: { table: name.slice(0, 40) } });
      return takeIgnored(incoming, context);
  }
}

async function takeRows(
  table: TableReader,
  request: AdmsRequest,
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  const { limits } = context;
  const cutter = rowCutter(limits, table.startsRow);
  const problems = problemTally(terminal, table.name);
  let rows = 0;
  let failure: unknown = null;

  async function store(pieces: ReturnType<typeof cutter.push>): Promise<void> {
    for (const piece of pieces) {
      if (failure !== null) return;
      if (piece.kind === 'overlong') {
        rows += 1;
        problems.overlong(piece, limits.maxBytesHeld);
        continue;
      }
      const read = table.read(piece.bytes, terminal, context.clock);
      rows += read.rows;
      problems.add(read);
      try {
        if (read.readings.length > 0) await terminal.store({ readings: read.readings });
      } catch (error) {
        failure = error;
      }
    }
  }

  const end = await readBody(incoming, limits, (piece) => store(cutter.push(piece)));
  if (end === 'complete') await store(cutter.end());
  problems.report();
  if (failure !== null) {
    context.log.warn('rows were not made durable; the terminal will send them again', {
      serialNumber: terminal.serialNumber,
      error: failure instanceof Error ? failure.message : 'unknown',
    });
    return NOT_NOW;
  }
  if (end === 'too-large') {
    const details = { size: `>${limits.maxBodyBytes}`, limit: limits.maxBodyBytes };
    terminal.raise({ code: 'ADMS_BODY_TOO_LARGE', subject: table.name, details });
    return { status: 413, body: 'TOO LARGE' };
  }
  if (end !== 'complete') return { status: 408, body: 'BODY' };
  terminal.clear('ADMS_BODY_TOO_LARGE', table.name);
  const stamp = request.query.get('Stamp');
  if (table.stamped && stamp !== null && STAMP.test(stamp)) {
    try {
      await terminal.store({ readings: [], stamp: { table: table.name, value: stamp } });
    } catch {
      return NOT_NOW;
    }
  }
  return table.answer(rows);
}

async function takeOptionsBody(
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const end = await readBody(incoming, context.limits, (piece) => {
    bytes += piece.length;
    if (bytes <= context.limits.maxBytesHeld) pieces.push(piece);
  });
  if (end !== 'complete') return { status: 408, body: 'BODY' };
  takeOptions(Buffer.concat(pieces), terminal);
  return OK;
}

/**
 * Templates and pictures are body data that Hadir does not keep, and other tables say nothing of attendance. The terminal
 * is told OK because nothing is owed: otherwise it would send the same for ever and never come to its punches.
 */
async function takeIgnored(incoming: IncomingMessage, context: RouteContext): Promise<AdmsAnswer> {
  let rows = 0;
  let lastByte = 0x0a;
  const end = await readBody(incoming, context.limits, (piece) => {
    for (const byte of piece) if (byte === 0x0a) rows += 1;
    lastByte = piece.at(-1) ?? lastByte;
  });
  if (end === 'too-slow' || end === 'broken') return { status: 408, body: 'BODY' };
  return taken(lastByte === 0x0a ? rows : rows + 1);
}

/**
 * Packed rows cannot be read. The vendor document knows them for table OPERLOG, of which nothing is owed; punches must
 * stay on the terminal until somebody turns the packing off.
 */
async function takePacked(
  contentType: string,
  table: Table,
  incoming: IncomingMessage,
  terminal: AdmsTerminal,
  context: RouteContext,
): Promise<AdmsAnswer> {
  await takeIgnored(incoming, context);
  terminal.raise({ code: 'ADMS_PACKED_BODY', details: { contentType: contentType.slice(0, 20) } });
  return table.kind === 'rows' && table.holdsPunches ? { status: 400, body: 'PACKED' } : OK;
}
