export { ISSUE_ERRORS } from './errors.js';
export { countOpenIssues, type IssueRecord, type IssueState, listIssues, setIssueIgnored } from './issues.js';
export { createNotebook, type Notebook } from './notebook.js';
export { type CodeBook, type CodeTexts, createCodeBook, speak } from './texts.js';
