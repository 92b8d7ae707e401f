import Type from 'typebox';
import { Value } from 'typebox/value';
import type { SimulatedSoapTerminal, SoapFaults } from './soap-terminal.js';

const code = Type.Optional(Type.Integer({ minimum: 0, maximum: 255 }));
const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 }));
const flag = Type.Optional(Type.Boolean());

const Order = Type.Object(
  {
    punch: Type.Optional(
      Type.Object(
        { deviceUserId: Type.String({ minLength: 1, maxLength: 24 }), verify: code, state: code },
        { additionalProperties: false },
      ),
    ),
    faults: Type.Optional(
      Type.Object(
        {
          truncateAfter: count,
          times: count,
          stall: flag,
          emptyWhenKeyWrong: flag,
          status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
          garbage: flag,
          pieceBytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_536 })),
          keepsOpen: flag,
        },
        { additionalProperties: false },
      ),
    ),
    status: flag,
  },
  { additionalProperties: false },
);

/** Obeys one line of JSON and says what the terminal then holds, or what was wrong with the line. */
export function obeySoapOrder(terminal: SimulatedSoapTerminal, line: string): Readonly<Record<string, unknown>> {
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
  const { punch, faults } = order;
  if (faults !== undefined) terminal.fault(faults as SoapFaults);
  const punched = punch === undefined ? undefined : terminal.punch(punch.deviceUserId, punch.verify, punch.state);
  return {
    ...(punched === undefined ? {} : { punched }),
    records: terminal.memory.punches.length,
    users: terminal.memory.users.length,
    requests: terminal.requests.length,
  };
}
