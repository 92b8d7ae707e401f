export { createHttpApp, type HttpApp } from './app.js';
export { HTTP_ERRORS, httpError } from './errors.js';
export type { HealthCheck, HealthReport, HubServices } from './services.js';
export { createStreamRegistry } from './stream/session.js';
