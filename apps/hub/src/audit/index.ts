export { type AuditEntry, type AuditQuery, listAudit, writeAudit } from './audit.js';
