export { createHttpApp, type HttpApp } from './app.js';
export type { RouteEntry } from './app-types.js';
export { HTTP_ERRORS, httpError } from './errors.js';
export type { HealthCheck, HealthReport, HubServices } from './services.js';
export { createStreamRegistry, type StreamRegistry } from './stream/session.js';
