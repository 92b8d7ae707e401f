import type { TemperatureOutcome } from '@hadir/core';
import { type Runner, rowsOf } from './sql.js';

/** How many measurements stand how: for a board, without a value or a name. */
export async function countStates(runner: Runner): Promise<ReadonlyMap<TemperatureOutcome['state'], number>> {
  const rows = await rowsOf<{ state: TemperatureOutcome['state']; count: number }>(
    runner,
    'select state, count(*) as count from temperature_outcome group by state',
    [],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}
