import Type from 'typebox';
import { Value } from 'typebox/value';
import type { SimulatedAdmsTerminal } from './adms-terminal.js';

const code = Type.Optional(Type.Integer({ minimum: 0, maximum: 255 }));

const Order = Type.Object(
  {
    punch: Type.Optional(
      Type.Object(
        { deviceUserId: Type.String({ minLength: 1, maxLength: 24 }), verify: code, state: code },
        { additionalProperties: false },
      ),
    ),
    online: Type.Optional(Type.Boolean()),
    status: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Obeys one line of JSON and says how far the terminal's log was acknowledged, or what was wrong with the line. */
export function obeyAdmsOrder(terminal: SimulatedAdmsTerminal, line: string): Readonly<Record<string, unknown>> {
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
  const { punch, online } = order;
  if (online !== undefined) terminal.online(online);
  const punched =
    punch === undefined
      ? undefined
      : terminal.punch({
          pin: punch.deviceUserId,
          ...(punch.verify === undefined ? {} : { verify: punch.verify }),
          ...(punch.state === undefined ? {} : { state: punch.state }),
        });
  return {
    ...(punched === undefined ? {} : { punched }),
    records: terminal.punches.length,
    acknowledged: terminal.acknowledged,
    users: terminal.users.size,
    ...terminal.counts,
  };
}
