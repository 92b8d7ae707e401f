/** One AD structure: what kind of data (Bluetooth Assigned Numbers, 2.3) and the data. */
export interface AdStructure {
  readonly type: number;
  readonly data: Uint8Array;
}

export interface AdStructures {
  readonly structures: readonly AdStructure[];
  /** A structure reached past the end; those before it are kept. */
  readonly truncated: boolean;
}

export const AD_TYPE = {
  serviceUuids16: 0x03,
  shortName: 0x08,
  completeName: 0x09,
  serviceData16: 0x16,
  serviceData128: 0x21,
  manufacturerData: 0xff,
} as const;

/**
 * Splits an advertising payload: `length(1) type(1) data(length − 1)` each; length 0 ends it early
 * (Bluetooth Core, Vol 3 Part C, 11). Android gives advert and scan response as one, padded with zeros.
 */
export function readAdStructures(payload: Uint8Array): AdStructures {
  const structures: AdStructure[] = [];
  let offset = 0;
  while (offset < payload.length) {
    const length = payload[offset] ?? 0;
    if (length === 0) break;
    const end = offset + 1 + length;
    if (end > payload.length) return { structures, truncated: true };
    structures.push({ type: payload[offset + 1] ?? 0, data: payload.subarray(offset + 2, end) });
    offset = end;
  }
  return { structures, truncated: false };
}

/** The payload that these structures make. */
export function writeAdStructures(structures: readonly AdStructure[]): Uint8Array {
  return Uint8Array.from(structures.flatMap(({ type, data }) => [data.length + 1, type, ...data]));
}
