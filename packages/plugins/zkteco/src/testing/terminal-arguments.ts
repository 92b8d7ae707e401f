import type { ParseArgsConfig } from 'node:util';
import type { TerminalOptions } from './terminal-options.js';

const text = { type: 'string' } as const;

export const TERMINAL_ARGUMENTS = {
  host: text,
  port: text,
  serial: text,
  name: text,
  records: text,
  users: text,
  'record-size': text,
  'user-size': text,
  'event-size': text,
  'comm-key': text,
  packet: text,
  zone: text,
  'drift-ms': text,
  'log-file': text,
  'punch-every-ms': text,
} satisfies NonNullable<ParseArgsConfig['options']>;

type Values = Readonly<Partial<Record<keyof typeof TERMINAL_ARGUMENTS, string>>>;

/** @throws TypeError naming the argument that is not a number or not one of the sizes */
export function terminalOptionsFrom(values: Values): TerminalOptions {
  const number = (name: keyof Values): number | undefined => {
    const given = values[name];
    if (given === undefined) return undefined;
    if (!/^-?\d{1,10}$/.test(given)) throw new TypeError(`--${name} must be a whole number, not "${given}"`);
    return Number(given);
  };
  const oneOf = <const Size extends number>(name: keyof Values, sizes: readonly Size[]): Size | undefined => {
    const given = number(name);
    if (given === undefined) return undefined;
    const size = sizes.find((s) => s === given);
    if (size === undefined) throw new TypeError(`--${name} must be one of ${sizes.join(', ')}, not ${given}`);
    return size;
  };
  const given = {
    host: values.host,
    port: number('port'),
    serialNumber: values.serial,
    name: values.name,
    records: number('records'),
    users: number('users'),
    recordBytes: oneOf('record-size', [8, 16, 40, 49]),
    userBytes: oneOf('user-size', [28, 72]),
    eventBytes: oneOf('event-size', [10, 12, 14, 32, 36, 37, 52]),
    commKey: number('comm-key'),
    packetBytes: number('packet'),
    zone: values.zone,
    driftMs: number('drift-ms'),
    logFile: values['log-file'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
