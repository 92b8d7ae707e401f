import { createServer, type Socket } from 'node:net';
import {
  type SoapAnswer,
  type SoapTerminalMemory,
  type SoapTerminalPunch,
  soapAnswer,
  terminalTime,
} from './soap-terminal-answers.js';

export type { SoapTerminalMemory } from './soap-terminal-answers.js';

/** Ways in which these boxes and their lines fail. */
export interface SoapFaults {
  /** Closes the connection after so many bytes of the answer, the next `times` answers (default all). */
  readonly truncateAfter?: number;
  readonly times?: number;
  /** Stops in the middle and keeps the connection open. */
  readonly stall?: boolean;
  /** Answers every question with an empty table, as some do when the key is wrong. */
  readonly emptyWhenKeyWrong?: boolean;
  /** HTTP status instead of an answer. */
  readonly status?: number;
  /** Bytes that are not HTTP at all. */
  readonly garbage?: boolean;
  /** Writes the answer in pieces of so many bytes. */
  readonly pieceBytes?: number;
  /** Leaves the connection open after a whole answer. */
  readonly keepsOpen?: boolean;
}

export interface SoapTerminalOptions {
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly commKey?: number;
  readonly serialNumber?: string;
  readonly memory?: Partial<SoapTerminalMemory>;
  readonly faults?: SoapFaults;
}

export interface SimulatedSoapTerminal {
  readonly host: string;
  readonly port: number;
  /** Its users and log; change them as people come and go. */
  readonly memory: SoapTerminalMemory;
  /** Names of the requests answered, in order. */
  readonly requests: readonly string[];
  /** Somebody is recognised now. */
  punch(pin: string, verify?: number, state?: number): SoapTerminalPunch;
  fault(faults: SoapFaults): void;
  stop(): Promise<void>;
}

const MAX_REQUEST_BYTES = 64 * 1024;

/** Starts a simulated terminal with the `/iWsService` web service (Solution X100-C and its kin) on a real socket. */
export async function startSoapTerminal(options: SoapTerminalOptions = {}): Promise<SimulatedSoapTerminal> {
  const memory: SoapTerminalMemory = {
    punches: [],
    users: [],
    clockErrorMs: 0,
    utcOffsetSeconds: 0,
    ...options.memory,
  };
  const facts = { commKey: options.commKey ?? 0, serialNumber: options.serialNumber ?? 'SOAPSIM001' };
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let faults = options.faults ?? {};
  let faultsLeft = faults.times ?? Number.POSITIVE_INFINITY;

  function serve(socket: Socket): void {
    let text = '';
    sockets.add(socket);
    socket.setEncoding('latin1');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (piece) => {
      text += piece;
      if (text.length > MAX_REQUEST_BYTES) socket.destroy();
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? '0');
      const body = text.slice(head + 4);
      if (body.length < length) return;
      socket.removeAllListeners('data');
      const answer = soapAnswer(body.slice(0, length), memory, facts, faults.emptyWhenKeyWrong === true);
      requests.push(answer.name);
      void send(socket, answer);
    });
  }

  async function send(socket: Socket, answer: SoapAnswer): Promise<void> {
    const now = faultsLeft > 0 ? faults : {};
    faultsLeft -= 1;
    const status = now.status ?? 200;
    const head = `HTTP/1.0 ${status} ${status === 200 ? 'OK' : 'Error'}\r\nServer: ZK Web Server\r\nPragma: no-cache\r\nCache-control: no-cache\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n\r\n`;
    let bytes = Buffer.from(head + (status === 200 ? answer.xml : ''), 'latin1');
    if (now.garbage === true) bytes = Buffer.from('\u0000\u0001\u0002not http at all\u00ff', 'latin1');
    const isCut = now.truncateAfter !== undefined && now.truncateAfter < bytes.length;
    if (isCut) bytes = bytes.subarray(0, now.truncateAfter);
    const step = now.pieceBytes ?? bytes.length;
    for (let from = 0; from < bytes.length && !socket.destroyed; from += step) {
      socket.write(bytes.subarray(from, from + step));
      if (step < bytes.length) await new Promise((resolve) => setImmediate(resolve));
    }
    if (now.stall === true || (now.keepsOpen === true && !isCut)) return;
    socket.end();
  }

  const server = createServer(serve);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    host: address.address,
    port: address.port,
    memory,
    requests,
    punch(pin, verify = 1, state = 0) {
      const punch = { pin, time: terminalTime(memory), verify, state };
      memory.punches.push(punch);
      return punch;
    },
    fault(next) {
      faults = next;
      faultsLeft = next.times ?? Number.POSITIVE_INFINITY;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
