/** One frame of a sensor that measures again and again. Degrees Celsius; null where the sensor has no such value. */
export interface ThermoSample {
  /** What the sensor looks at. */
  readonly objectC: number | null;
  /** The sensor's own surroundings. */
  readonly ambientC: number | null;
  /** The board's own estimate of the body, made in a way that it does not tell. */
  readonly bodyC: number | null;
  readonly emissivity: number | null;
}

export const NO_SAMPLE: ThermoSample = { objectC: null, ambientC: null, bodyC: null, emissivity: null };

/** What an MLX90614 can measure at all (data sheet, "Absolute maximum ratings" and features). */
const OBJECT_RANGE_C = [-70, 382.2] as const;
const AMBIENT_RANGE_C = [-40, 125] as const;

const within = (celsius: number | null, [low, high]: readonly [number, number]): boolean =>
  celsius === null || (celsius >= low && celsius <= high);

/**
 * Whether a sensor can have said this. A sum of eight bits lets one of 256 wrong frames pass; two frames sewn together by
 * a lost byte mostly fail here instead.
 */
export function isPossible(sample: ThermoSample): boolean {
  return (
    within(sample.objectC, OBJECT_RANGE_C) &&
    within(sample.bodyC, OBJECT_RANGE_C) &&
    within(sample.ambientC, AMBIENT_RANGE_C)
  );
}
