import type { Language } from '@hadir/core';
import Type, { type TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { System } from 'typebox/system';
import { Value } from 'typebox/value';

/** One fault in outside data. `pointer` is an RFC 6901 JSON pointer. */
export interface SchemaFault {
  readonly pointer: string;
  readonly keyword: string;
  readonly params: object;
}

const MAX_FAULTS = 20;

/** The faults a person can act on: for a union the choices allowed, not every branch that failed. */
export function schemaFaults(errors: readonly TLocalizedValidationError[]): readonly SchemaFault[] {
  const unions = new Map<string, unknown[]>();
  for (const error of errors) {
    if (error.keyword === 'const')
      push(unions, error.instancePath, (error.params as { allowedValue: unknown }).allowedValue);
  }
  const seen = new Set<string>();
  const faults: SchemaFault[] = [];
  for (const error of errors) {
    const fault = toFault(error, unions);
    if (fault === null) continue;
    const key = `${fault.pointer} ${fault.keyword}`;
    if (seen.has(key)) continue;
    seen.add(key);
    faults.push(fault);
  }
  return faults.slice(0, MAX_FAULTS);
}

function toFault(error: TLocalizedValidationError, unions: ReadonlyMap<string, unknown[]>): SchemaFault | null {
  const { instancePath: pointer, keyword, params } = error;
  // `boolean` repeats what `additionalProperties` says, with the name of the property in its path.
  if (keyword === 'additionalProperties') return null;
  if (keyword === 'boolean') return { pointer, keyword: 'additionalProperties', params: {} };
  if (keyword === 'anyOf') return unions.has(pointer) ? null : { pointer, keyword, params };
  if (keyword === 'const') return { pointer, keyword: 'enum', params: { allowedValues: unions.get(pointer) ?? [] } };
  return { pointer, keyword, params };
}

function push(map: Map<string, unknown[]>, key: string, value: unknown): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** One fault as a clause, in the reader's language. */
export function faultText(fault: SchemaFault, language: Language): string {
  if (fault.keyword === 'enum') {
    const values = (fault.params as { allowedValues: unknown[] }).allowedValues
      .map((v) => JSON.stringify(v))
      .join(', ');
    return language === 'id' ? `harus salah satu dari ${values}` : `must be one of ${values}`;
  }
  if (fault.keyword === 'additionalProperties') return language === 'id' ? 'tidak dikenal' : 'is not known';
  if (fault.keyword === 'text') {
    return language === 'id'
      ? 'mengandung karakter yang bukan teks (U+0000)'
      : 'holds characters that are no text (U+0000)';
  }
  if (fault.keyword === 'depth') return language === 'id' ? 'bersarang terlalu dalam' : 'is nested too deeply';
  const speak = language === 'id' ? System.Locale.id_ID : System.Locale.en_US;
  return speak({ ...fault, schemaPath: '', instancePath: fault.pointer } as unknown as Parameters<typeof speak>[0]);
}

/** Checks data against a JSON Schema that came from outside (a plugin's manifest). */
export function checkJsonSchema(schema: object, data: unknown): readonly SchemaFault[] {
  const typed = Type.Unsafe<unknown>(schema) as TSchema;
  return Value.Check(typed, data) ? [] : schemaFaults(Value.Errors(typed, data));
}
