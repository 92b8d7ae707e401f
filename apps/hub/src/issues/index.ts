export { ISSUE_ERRORS } from './errors.js';
export { countOpenIssues, type IssueRecord, listIssues, setIssueIgnored } from './issues.js';
export { createNotebook, type Notebook } from './notebook.js';
export { type CodeBook, createCodeBook, speak } from './texts.js';
