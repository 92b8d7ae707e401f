const SHOWN_LINES = 12;

const indent = (text = '') =>
  text
    .split('\n')
    .slice(0, SHOWN_LINES)
    .map((line) => `    ${line}`)
    .join('\n');

/**
 * Sums up a report of vitest's JSON reporter. A file that could not be loaded has no tests of its own and counts as one
 * failure; so does a run that failed for another reason (an unhandled rejection) although every test passed.
 * `failures` says what failed and why, to be repeated where the output ends.
 */
export function countVitest(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const file of report.testResults ?? []) {
    const tests = file.assertionResults ?? [];
    const fail = (what) => counts.failures.push(`${file.name}: ${what}`);
    for (const test of tests) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') fail(`${test.fullName}\n${indent(test.failureMessages?.[0])}`);
      else counts.skipped += 1;
    }
    if (file.status === 'failed' && !tests.some((test) => test.status === 'failed')) fail(indent(file.message));
  }
  if (exitCode !== 0 && counts.failures.length === 0) counts.failures.push(`vitest ended with code ${exitCode}`);
  counts.failed = counts.failures.length;
  return counts;
}
