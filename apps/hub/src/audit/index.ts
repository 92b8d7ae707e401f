export { type AuditEntry, listAudit, writeAudit } from './audit.js';
