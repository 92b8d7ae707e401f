import Type, { type TSchema } from 'typebox';

export const Uuid = Type.String({ format: 'uuid' });
export const Time = Type.String({ format: 'date-time' });
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' });
/** Text that people read: no control characters, something in it. */
export const Name = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$',
});
export const Named = Type.Object({ id: Uuid, name: Type.String() });
export const IdParams = Type.Object({ id: Uuid });
/** Facts by name; every value is passed on as it is. */
export const Facts = Type.Record(Type.String(), Type.Unknown());

export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

export const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
