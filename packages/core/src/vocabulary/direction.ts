/** What the person's key press or the device's setting claims. A claim only: rules decide by time, not by it. */
export const DIRECTIONS = ['in', 'out', 'break-out', 'break-in', 'overtime-in', 'overtime-out', 'unknown'] as const;
export type Direction = (typeof DIRECTIONS)[number];
