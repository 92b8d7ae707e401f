import Type from 'typebox';
import type { ResultContext } from '../../../attendance/index.js';
import type { HubServices } from '../../services.js';
import { Day, nullable } from '../../views/common.js';

export const resultContext = ({ database, clock, config }: HubServices): ResultContext => ({
  database,
  clock,
  zone: config.zone,
});

export const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' });
export const Wall = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2})?$',
  description:
    'Wall time of the place of work, without a zone; of absences also a day alone, which means the whole of it.',
});
export const Reason = Type.String({ minLength: 1, maxLength: 1000 });
export const Span = { from: Day, to: Day } as const;
/** First and last day, both included; no last day: until further notice. */
export const Validity = { validFrom: Day, validTo: Type.Optional(nullable(Day)) } as const;
export const Valid = { validFrom: Day, validTo: nullable(Day) } as const;
export const OptionalUnit = {
  unitId: Type.Optional(Type.String({ format: 'uuid', description: 'The unit and everything below it.' })),
} as const;
export const strict = { additionalProperties: false } as const;
