export { type Authenticator, type Caller, createAuthenticator } from './authenticate.js';
export { AUTH_ERRORS, authError } from './errors.js';
export { createFailureLimit, type FailureLimit } from './failure-limit.js';
export { type ApiKey, createFirstKey, createKey, listKeys, revokeKey } from './keys.js';
export { allows, type RouteScope, SCOPES } from './scopes.js';
export { createTicketOffice, type TicketOffice } from './tickets.js';
