import { dot } from '../embed/vector.js';
import type { Nearest } from './nearest.js';
import { quantise } from './quantise.js';

/** The templates of one gallery that one model made. */
export interface Shelf {
  readonly people: number;
  readonly templates: number;
  /** Puts the templates in place of what is there of the person. */
  put(personKey: string, vectors: readonly Float32Array[]): void;
  /** Overwrites what is there of the person with zeros. */
  remove(personKey: string): void;
  /** How many templates name the person: looked up row by row, as the proof of an erasure. */
  count(personKey: string): number;
  /** The people most alike, best first, by their best template; at least two people when there are two. */
  alike(probe: Float32Array, atLeast?: number): readonly Alike[];
  /** Every template, for calibration. */
  entries(): readonly { readonly personKey: string; readonly vector: Float32Array }[];
}

export interface Alike {
  readonly personKey: string;
  readonly score: number;
}

/** So many rows are scored again exactly. */
const RESCORED = 10;
const FIRST_ROWS = 64;

export function createShelf(dim: number, nearest: Nearest): Shelf {
  let codes = new Int8Array(0);
  let exact = new Float32Array(0);
  /** Whose row it is. Rows are dense: the last one moves into a gap. */
  const owners: string[] = [];
  const rowsOf = new Map<string, Set<number>>();
  const probeCodes = new Int8Array(dim);

  const rowVector = (row: number): Float32Array => exact.subarray(row * dim, (row + 1) * dim);

  function grow(rows: number): void {
    if (rows * dim <= codes.length) return;
    const capacity = Math.max(FIRST_ROWS, rows, Math.ceil((codes.length / dim) * 1.5)) * dim;
    const moreCodes = new Int8Array(capacity);
    const moreExact = new Float32Array(capacity);
    moreCodes.set(codes);
    moreExact.set(exact);
    // What is left for the garbage collector holds no face any more.
    codes.fill(0);
    exact.fill(0);
    codes = moreCodes;
    exact = moreExact;
  }

  function append(personKey: string, vector: Float32Array): void {
    const row = owners.length;
    grow(row + 1);
    exact.set(vector, row * dim);
    quantise(vector, codes, row * dim);
    owners.push(personKey);
    const rows = rowsOf.get(personKey) ?? new Set();
    rowsOf.set(personKey, rows.add(row));
  }

  function removeRow(row: number): void {
    const last = owners.length - 1;
    const owner = owners[row];
    const moved = owners[last];
    if (owner === undefined || moved === undefined) return;
    rowsOf.get(owner)?.delete(row);
    if (row !== last) {
      exact.copyWithin(row * dim, last * dim, (last + 1) * dim);
      codes.copyWithin(row * dim, last * dim, (last + 1) * dim);
      owners[row] = moved;
      rowsOf.get(moved)?.delete(last);
      rowsOf.get(moved)?.add(row);
    }
    exact.fill(0, last * dim, (last + 1) * dim);
    codes.fill(0, last * dim, (last + 1) * dim);
    owners.pop();
  }

  function remove(personKey: string): void {
    const rows = rowsOf.get(personKey);
    if (rows === undefined) return;
    // From the back, so that the row that moves is never one of the person's own.
    for (const row of [...rows].sort((one, other) => other - one)) removeRow(row);
    rowsOf.delete(personKey);
  }

  function bestPeople(rows: readonly number[], probe: Float32Array): Alike[] {
    const best = new Map<string, number>();
    for (const row of rows) {
      const owner = owners[row];
      if (owner === undefined) continue;
      best.set(owner, Math.max(best.get(owner) ?? -1, dot(rowVector(row), probe)));
    }
    return [...best].map(([personKey, score]) => ({ personKey, score })).sort((one, other) => other.score - one.score);
  }

  return {
    get people() {
      return rowsOf.size;
    },
    get templates() {
      return owners.length;
    },
    put(personKey, vectors) {
      remove(personKey);
      for (const vector of vectors) append(personKey, vector);
    },
    remove,
    count: (personKey) => owners.filter((owner) => owner === personKey).length,
    alike(probe, atLeast = 2) {
      quantise(probe, probeCodes);
      const used = codes.subarray(0, owners.length * dim);
      // Many templates of one person may fill the first ten places: look further until the second person is there.
      for (let rows = RESCORED; ; rows *= 4) {
        const people = bestPeople(nearest.find(used, probeCodes, rows), probe);
        if (people.length >= Math.min(atLeast, rowsOf.size) || rows >= owners.length) return people;
      }
    },
    entries: () => owners.map((personKey, row) => ({ personKey, vector: rowVector(row) })),
  };
}
