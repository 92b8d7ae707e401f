import pg from 'pg';

/** Type numbers from PostgreSQL's `pg_type` catalogue. */
const INT8 = 20;
const DATE = 1082;

const text = (value: string): string => value;

/** Positions and counts stay far below 2^53, so that a number is exact; a count beyond it is our bug and must be loud. */
function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond 2^53`);
  return number;
}

/** Dates stay text (`2026-07-15`, `-infinity`): a day has no zone, and a JavaScript Date would give it one. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === INT8) return safeInteger;
    if (format !== 'binary' && oid === DATE) return text;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  }) as typeof pg.types.getTypeParser,
};
