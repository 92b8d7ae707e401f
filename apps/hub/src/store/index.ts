export { ADVISORY_LOCKS } from './advisory-locks.js';
export {
  byteaArray,
  int8Array,
  nullableFloat8Array,
  storableText,
  textArray,
  timestampArray,
  uuidArray,
} from './binary-array.js';
export { clientConfig, type Database, openDatabase } from './database.js';
export { STORE_ERRORS } from './errors.js';
export { isStoreAway, toStoreError } from './failure.js';
export { clearIssue, raiseIssue } from './issue.js';
export type { Tables } from './tables.js';
export { inPipelinedTransaction, inTransaction } from './transaction.js';
export { unitsBelow } from './units-below.js';
