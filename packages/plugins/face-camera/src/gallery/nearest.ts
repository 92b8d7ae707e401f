/** Finds the rows of a matrix of bytes that point most nearly where `probe` points. Exact, not approximate. */
export interface Nearest {
  readonly kind: 'usearch' | 'javascript';
  /** Indices of up to `count` rows, best first. The matrix holds whole rows only, none of them zero. */
  find(matrix: Int8Array, probe: Int8Array, count: number): readonly number[];
}

/** usearch where there is a binary of it for this computer; otherwise a loop that is ten times slower and as exact. */
export async function loadNearest(): Promise<Nearest> {
  try {
    const loaded = await import('usearch');
    const { exactSearch, MetricKind } = loaded.default;
    return {
      kind: 'usearch',
      find(matrix, probe, count) {
        const rows = matrix.length / probe.length;
        if (rows === 0) return [];
        // One thread: the recognition threads have the other cores.
        const { keys } = exactSearch(
          matrix as never,
          probe as never,
          probe.length,
          Math.min(count, rows),
          MetricKind.Cos,
          1,
        );
        return Array.from(keys as BigUint64Array, Number);
      },
    };
  } catch {
    return javascriptNearest();
  }
}

export function javascriptNearest(): Nearest {
  return {
    kind: 'javascript',
    find(matrix, probe, count) {
      const best: { row: number; score: number }[] = [];
      const dim = probe.length;
      for (let row = 0, at = 0; at < matrix.length; row++, at += dim) {
        const score = cosine(matrix, at, probe);
        const worst = best[best.length - 1];
        if (best.length === count && worst !== undefined && score <= worst.score) continue;
        const place = best.findIndex((one) => score > one.score);
        best.splice(place < 0 ? best.length : place, 0, { row, score });
        if (best.length > count) best.pop();
      }
      return best.map(({ row }) => row);
    },
  };
}

/** Up to the length of the probe, which is the same for all rows. */
function cosine(matrix: Int8Array, at: number, probe: Int8Array): number {
  let product = 0;
  let square = 0;
  for (let index = 0; index < probe.length; index++) {
    const value = matrix[at + index] as number;
    product += value * (probe[index] as number);
    square += value * value;
  }
  return square > 0 ? product / Math.sqrt(square) : 0;
}
