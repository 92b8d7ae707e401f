/** Where the hub's API lies below its address. */
const API = '/api/v1';
export const LIVE_STREAM = `${API}/stream/sse`;

/** Ids and keys may hold anything that a device or an operator wrote. */
export function path(...parts: readonly string[]): string {
  return [API, ...parts.map(encodeURIComponent)].join('/');
}
