// Visible-light terminals write mask and temperature behind a punch (vendor Attendance PUSH document 2.4, table ATTLOG:
// MaskFlag, Temperature, ConvTemperature; Security PUSH, rtlog). A temperature is health data: the punch and its evidence
// are kept for years and must not hold it, so it is struck out of the row before anything else sees it.

const STRUCK = '*';
/** Columns of ATTLOG in which a temperature may stand, counted from 0. */
const TEMPERATURE_COLUMNS = [8, 9] as const;
/** 36.6 or 97.88 as a field of its own, wherever firmware puts it behind the first columns. */
const DECIMAL = /^\d{2,3}[.,]\d{1,2}$/;
const HAS_DECIMAL = /[\t ]\d{2,3}[.,]\d{1,2}(?=[\t ]|$)/;
const FIRST_EXTRA_COLUMN = 5;
const isNothing = (value: string): boolean => /^0*([.,]0*)?$/.test(value);

/**
 * An ATTLOG row without temperatures.
 * @param hasHealthColumns whether columns 8–10 are mask and temperatures; then whole numbers go too
 */
export function withoutAttlogTemperature(row: string, hasHealthColumns: boolean): string {
  // Nearly all rows have none; a full terminal sends a million.
  if (!hasHealthColumns && !HAS_DECIMAL.test(row)) return row;
  const separator = row.includes('\t') ? '\t' : ' ';
  const parts = row.split(separator);
  const struck = parts.map((part, at) => {
    if (at < FIRST_EXTRA_COLUMN || isNothing(part)) return part;
    const isColumn = hasHealthColumns && (TEMPERATURE_COLUMNS as readonly number[]).includes(at);
    return isColumn || DECIMAL.test(part) ? STRUCK : part;
  });
  return struck.join(separator);
}

const NAMES_TEMPERATURE = /temperature=/i;
const TEMPERATURE_FIELD = /\b((?:conv)?temperature)=([^\t]*)/gi;

/** A row of `key=value` fields without temperatures. */
export function withoutTemperatureFields(row: string): string {
  if (!NAMES_TEMPERATURE.test(row)) return row;
  return row.replaceAll(TEMPERATURE_FIELD, (whole, key: string, value: string) =>
    isNothing(value) ? whole : `${key}=${STRUCK}`,
  );
}
