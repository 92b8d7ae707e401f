import type { Socket } from 'node:dgram';
import { COMMAND, REPLY } from '../wire/commands.js';
import { decodeFrame, encodeFrame, type Frame } from '../wire/frame.js';
import { decodeOption, encodeOptionName } from '../wire/option.js';

/** What one address told while it was asked. Nothing of it is believed until an operator adopts the device. */
export interface ProbedTerminal {
  readonly address: string;
  readonly port: number;
  /** It wants a communication key before it says anything. */
  readonly locked: boolean;
  /** Its firmware encrypts port 4370; only push (ADMS) can reach it. */
  readonly encrypted: boolean;
  readonly options: ReadonlyMap<string, string>;
}

/** Asked one after the other of every terminal that lets us in. */
const OPTIONS = ['~SerialNumber', '~DeviceName', 'MAC', '~Platform'] as const;
const MAX_VALUE_LENGTH = 80;

interface Talk {
  readonly address: string;
  readonly port: number;
  session: number;
  locked: boolean;
  encrypted: boolean;
  nextOption: number;
  readonly options: Map<string, string>;
  done: boolean;
}

/**
 * The talk of a search over one UDP socket: CONNECT to everybody; who answers is asked its options and left with EXIT.
 * Port 4370 has no discovery message of its own; CONNECT is the one datagram that every firmware answers (ZKSoftware
 * "Communication protocol manual" 2006; adrobinoga/zk-protocol).
 */
export function discoveryTalk(socket: Socket, maxTerminals: number) {
  const talks = new Map<string, Talk>();

  function send(
    talk: Pick<Talk, 'address' | 'port' | 'session'>,
    command: number,
    reply: number,
    data?: Uint8Array,
  ): void {
    const frame = encodeFrame({ command, session: talk.session, reply, ...(data === undefined ? {} : { data }) });
    // An unreachable address is no failure of the search.
    socket.send(frame, talk.port, talk.address, () => undefined);
  }

  function finish(talk: Talk): void {
    if (talk.done) return;
    talk.done = true;
    // A session left open may keep a terminal from its next client.
    if (!talk.encrypted) send(talk, COMMAND.EXIT, talk.nextOption + 1);
  }

  function ask(talk: Talk): void {
    const option = OPTIONS[talk.nextOption];
    if (option === undefined) {
      finish(talk);
      return;
    }
    talk.nextOption += 1;
    send(talk, COMMAND.OPTIONS_RRQ, talk.nextOption, encodeOptionName(option));
  }

  function begin(frame: Frame, address: string, port: number): void {
    if (talks.size >= maxTerminals) return;
    if (frame.command !== REPLY.OK && frame.command !== REPLY.UNAUTH && frame.command !== REPLY.ENCRYPTION_REQUIRED) {
      return;
    }
    const talk: Talk = {
      address,
      port,
      session: frame.session,
      locked: frame.command === REPLY.UNAUTH,
      encrypted: frame.command === REPLY.ENCRYPTION_REQUIRED,
      nextOption: 0,
      options: new Map(),
      done: false,
    };
    talks.set(`${address}:${port}`, talk);
    if (talk.locked || talk.encrypted) finish(talk);
    else ask(talk);
  }

  return {
    knock(address: string, port: number): void {
      send({ address, port, session: 0 }, COMMAND.CONNECT, 0);
    },
    /** Whatever does not read as an answer to what was asked is dropped without a word. */
    take(message: Uint8Array, address: string, port: number): void {
      const frame = tryDecode(message);
      if (frame === null) return;
      const talk = talks.get(`${address}:${port}`);
      if (talk === undefined) {
        if (frame.reply === 0) begin(frame, address, port);
        return;
      }
      if (talk.done || frame.reply !== talk.nextOption || frame.reply === 0) return;
      const option = frame.command === REPLY.OK ? decodeOption(frame.data) : null;
      if (option !== null && option.option === OPTIONS[talk.nextOption - 1]) {
        talk.options.set(option.option, option.value.slice(0, MAX_VALUE_LENGTH));
      }
      ask(talk);
    },
    finishAll(): readonly ProbedTerminal[] {
      for (const talk of talks.values()) finish(talk);
      return [...talks.values()];
    },
    get quiet(): boolean {
      return [...talks.values()].every((talk) => talk.done);
    },
  };
}

function tryDecode(message: Uint8Array): Frame | null {
  try {
    return decodeFrame(message);
  } catch {
    return null;
  }
}
