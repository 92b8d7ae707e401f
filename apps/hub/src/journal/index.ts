export { chainHasher, chainStart } from './chain.js';
export { type Checkpointer, type CheckpointerOptions, startCheckpoints } from './checkpoint.js';
export { JOURNAL_ERRORS } from './errors.js';
export { createJournal, type Journal, type JournalOptions } from './journal.js';
export { type JournalFault, type JournalReport, type VerifyOptions, verifyJournal } from './verify.js';
