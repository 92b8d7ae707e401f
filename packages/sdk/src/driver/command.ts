import Type, { type Static } from 'typebox';

/**
 * Orders to a device. Idempotent: the host may send the same `id` again after a crash, and the driver must reach the
 * same end state. Every command has a deadline; an outcome is always reported.
 */
export const DeviceCommand = Type.Union([
  Type.Object({ name: Type.Literal('clock.read') }, { additionalProperties: false }),
  Type.Object({ name: Type.Literal('clock.set') }, { additionalProperties: false }),
  Type.Object({ name: Type.Literal('users.read') }, { additionalProperties: false }),
  Type.Object(
    {
      name: Type.Literal('user.put'),
      user: Type.Object(
        {
          deviceUserId: Type.String({ minLength: 1, maxLength: 24 }),
          name: Type.String({ maxLength: 120 }),
          privilege: Type.Optional(
            Type.Union([
              Type.Literal('user'),
              Type.Literal('enroller'),
              Type.Literal('manager'),
              Type.Literal('admin'),
            ]),
          ),
          card: Type.Optional(Type.Integer({ minimum: 0, maximum: 4294967295 })),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { name: Type.Literal('user.delete'), deviceUserId: Type.String({ minLength: 1, maxLength: 24 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      name: Type.Literal('records.reread', {
        description: 'Read the whole log again from the beginning; what is known is not doubled.',
      }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      name: Type.Literal('records.clear', {
        description: 'Erases the log on the device. Needs the device name typed by the operator.',
      }),
      confirmDeviceName: Type.String({ minLength: 1 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ name: Type.Literal('device.restart') }, { additionalProperties: false }),
  Type.Object(
    { name: Type.Literal('door.unlock'), seconds: Type.Integer({ minimum: 1, maximum: 60 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      name: Type.Literal('enrol.start'),
      deviceUserId: Type.String({ minLength: 1, maxLength: 24 }),
      finger: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    },
    { additionalProperties: false },
  ),
]);
export type DeviceCommand = Static<typeof DeviceCommand>;
export type CommandName = DeviceCommand['name'];

export interface CommandContext {
  /** The same for every repetition of the same order. */
  readonly id: string;
  readonly signal: AbortSignal;
  /** Tells the operator how far it is; 0–1. */
  progress(fraction: number, note?: string): void;
}

/** `data` is small and free of secrets; it is stored with the command. */
export type CommandOutcome =
  | { readonly status: 'done'; readonly data?: Readonly<Record<string, unknown>> }
  | { readonly status: 'unsupported'; readonly reason: string };
