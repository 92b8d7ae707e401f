import Type from 'typebox';
import { Value } from 'typebox/value';
import type { SimulatedTerminal } from './terminal-server.js';

const number = (maximum: number) => Type.Optional(Type.Integer({ minimum: 0, maximum }));
const flag = Type.Optional(Type.Boolean());

const Order = Type.Object(
  {
    punch: Type.Optional(
      Type.Object(
        {
          deviceUserId: Type.String({ minLength: 1, maxLength: 24 }),
          verify: number(255),
          state: number(255),
          timeRaw: number(0xffffffff),
        },
        { additionalProperties: false },
      ),
    ),
    faults: Type.Optional(
      Type.Object(
        {
          cutAfterBytes: number(2 ** 40),
          halfFrame: flag,
          mute: flag,
          muteChunks: number(1_000_000),
          garbageEvery: number(1_000_000),
          corruptEvery: number(1_000_000),
          delayMs: number(60_000),
          coalesce: flag,
          fragmentBytes: number(65_536),
          strayEvents: flag,
          busy: flag,
          loss: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          reorderEvery: number(1_000_000),
        },
        { additionalProperties: false },
      ),
    ),
    cut: flag,
    clear: flag,
    status: flag,
  },
  { additionalProperties: false },
);

/** Obeys one line of JSON and says what the terminal then holds, or what was wrong with the line. */
export function obeyOrder(terminal: SimulatedTerminal, line: string): Readonly<Record<string, unknown>> {
  let order: unknown;
  try {
    order = JSON.parse(line);
  } catch {
    return { error: 'not a line of JSON' };
  }
  if (!Value.Check(Order, order)) {
    const [first] = Value.Errors(Order, order);
    return { error: `${first?.instancePath ?? ''} ${first?.message ?? 'not an order'}`.trim() };
  }
  const punched = order.punch === undefined ? undefined : terminal.punch(withoutUndefined(order.punch));
  if (order.faults !== undefined) terminal.setFaults(withoutUndefined(order.faults));
  if (order.cut === true) terminal.cutLines();
  if (order.clear === true) terminal.clearPunches();
  return {
    ...(punched === undefined ? {} : { punched }),
    records: terminal.recordCount,
    users: terminal.userCount,
    connections: terminal.connections,
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>;
}
