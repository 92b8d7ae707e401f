export const TEMPERATURE_UNITS = ['C', 'F', 'K'] as const;
export type TemperatureUnit = (typeof TEMPERATURE_UNITS)[number];

/** Away with what binary fractions leave behind: 37.6 stays 37.6. */
export function tidy(value: number, decimals = 4): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

export function toCelsius(value: number, unit: TemperatureUnit): number {
  switch (unit) {
    case 'C':
      return value;
    case 'F':
      return tidy(((value - 32) * 5) / 9);
    case 'K':
      return tidy(value - 273.15);
  }
}
