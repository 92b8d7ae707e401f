/** Where the hub's API lies below its address. */
export const API = '/api/v1';
export const LIVE_STREAM = `${API}/stream`;
