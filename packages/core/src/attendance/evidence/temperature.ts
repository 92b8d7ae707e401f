/** When a body temperature keeps somebody out. Limits differ by decree, so they are data. */
export interface TemperatureRule {
  readonly limitCelsius: number;
  /** `>`: the limit itself passes (KMK 382/2020: above 37.3); `>=`: it does not. */
  readonly operator: '>' | '>=';
  /** Outside this range the measurement is wrong, not the person. */
  readonly plausibleCelsius: readonly [number, number];
  /** How often a high reading is measured again before it counts. */
  readonly repeat: number;
}

export const DEFAULT_TEMPERATURE_RULE: TemperatureRule = {
  limitCelsius: 37.3,
  operator: '>',
  plausibleCelsius: [34, 42.5],
  repeat: 1,
};

export interface TemperatureVerdict {
  readonly gate: 'PASS' | 'REFUSE' | 'REMEASURE';
  /**
   * What it means for attendance: never absence. `NONE` without an identity; `UNCHANGED_NOTIFY` tells the supervisor, who
   * chooses sick leave or work from home.
   */
  readonly attendance: 'UNCHANGED' | 'UNCHANGED_NOTIFY' | 'NONE';
}

/** @param readingsCelsius of one person at one gate, oldest first, at least one. */
export function judgeTemperature(
  readingsCelsius: readonly number[],
  identityKnown: boolean,
  rule: TemperatureRule = DEFAULT_TEMPERATURE_RULE,
): TemperatureVerdict {
  const [lowest, highest] = rule.plausibleCelsius;
  const plausible = readingsCelsius.filter((celsius) => celsius >= lowest && celsius <= highest);
  const last = readingsCelsius.at(-1);
  const gate = last === undefined || last < lowest || last > highest ? 'REMEASURE' : gateOf(plausible, last, rule);
  if (!identityKnown) return { gate, attendance: 'NONE' };
  return { gate, attendance: gate === 'REFUSE' ? 'UNCHANGED_NOTIFY' : 'UNCHANGED' };
}

function gateOf(plausible: readonly number[], last: number, rule: TemperatureRule): TemperatureVerdict['gate'] {
  const isHigh = (celsius: number) =>
    rule.operator === '>' ? celsius > rule.limitCelsius : celsius >= rule.limitCelsius;
  if (!isHigh(last)) return 'PASS';
  return plausible.filter(isHigh).length > rule.repeat ? 'REFUSE' : 'REMEASURE';
}
