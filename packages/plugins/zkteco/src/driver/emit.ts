import { type Cursor, type DeviceContext, MAX_BATCH_READINGS, type Reading } from '@hadir/sdk';

export interface EmitTotals {
  readonly appended: number;
  readonly known: number;
}

/** A large reading's JSON stays under 1.2 KB, so this many are far below the limit in bytes. */
const BATCH = MAX_BATCH_READINGS;

/** Makes readings durable, in batches of the host's size; the cursor travels with the last one. */
export async function emitAll(
  context: Pick<DeviceContext, 'emit'>,
  readings: readonly Reading[],
  cursor?: Cursor,
): Promise<EmitTotals> {
  let appended = 0;
  let known = 0;
  for (let from = 0; from === 0 || from < readings.length; from += BATCH) {
    const isLast = from + BATCH >= readings.length;
    const batch = readings.length <= BATCH ? readings : readings.slice(from, from + BATCH);
    if (batch.length === 0 && cursor === undefined) break;
    const receipt = await context.emit({ readings: batch, ...(isLast && cursor !== undefined ? { cursor } : {}) });
    appended += receipt.appended;
    known += receipt.known;
  }
  return { appended, known };
}
