export { type Checkpointer, startCheckpoints } from './checkpoint.js';
export { JOURNAL_ERRORS } from './errors.js';
export { createJournal, type Journal } from './journal.js';
export { verifyJournal } from './verify.js';
