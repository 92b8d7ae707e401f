export { type Checkpointer, startCheckpoints } from './checkpoint.js';
export { JOURNAL_ERRORS } from './errors.js';
export { createJournal, type Journal } from './journal.js';
export { type JournalFault, type JournalReport, type VerifyOptions, verifyJournal } from './verify.js';
