import { isHadirError } from '@hadir/sdk';
import { COMMAND } from '../wire/commands.js';
import { decodeFreeSizes, type FreeSizes } from '../wire/free-sizes.js';
import type { ReservedLine } from './session-types.js';

/** What command 50 says; null when the firmware does not know it. All of it is a hint only. */
export async function statedCounts(
  reserved: Pick<ReservedLine, 'request'>,
  signal: AbortSignal | undefined,
): Promise<FreeSizes | null> {
  try {
    const answer = await reserved.request(COMMAND.GET_FREE_SIZES, undefined, { signal, operation: 'free sizes' });
    return decodeFreeSizes(answer.data);
  } catch (error) {
    if (isHadirError(error) && (error.code === 'ZK_UNSUPPORTED_COMMAND' || error.code === 'ZK_COMMAND_REFUSED')) {
      return null;
    }
    throw error;
  }
}
