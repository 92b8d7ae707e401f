/**
 * Sums up a report of vitest's JSON reporter. A file that could not be loaded has no tests of its own and counts as one
 * failure; so does a run that failed for another reason (an unhandled rejection) although every test passed.
 */
export function countVitest(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults ?? []) {
    const tests = file.assertionResults ?? [];
    for (const test of tests) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    if (file.status === 'failed' && !tests.some((test) => test.status === 'failed')) counts.failed += 1;
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed += 1;
  return counts;
}
