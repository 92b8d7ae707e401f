export type { HostEvents, ReadingSink } from './sink.js';
