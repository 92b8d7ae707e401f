#!/usr/bin/env node
import { runTurboBuild } from './lib/build.mjs';
/** `npm test`: everything that must hold, from a fresh clone to a count. Its last line is `N passed, N failed`. */
import { ensureInstalled } from './lib/install.mjs';
import { main } from './lib/messages.mjs';
import { requireNode } from './lib/node-version.mjs';
import { otherNode } from './lib/other-node.mjs';
import { ROOT, say, withCheckout } from './lib/prepare.mjs';
import { runStaticChecks, runVitest, staticChecks } from './lib/steps.mjs';
import { installPackages, mayInstall, missingPackages } from './lib/system-packages.mjs';

const VITEST_LIMIT_MS = 35 * 60_000;
const show = process.env.CI === 'true';
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, said once more at the end: of a long output often only the end is kept. */
const failures = [];

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
  failures.push(...(counts.failures ?? []));
}

function tell(name, ok, ms, output = '') {
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s)\n${ok ? '' : `${output.trimEnd()}\n`}`);
  add(ok ? { passed: 1 } : { failed: 1, failures: [name] });
}

async function systemPackages() {
  const missing = missingPackages();
  if (missing.length > 0 && mayInstall()) {
    say(`Memasang / Installing: ${missing.map((entry) => entry.aptPackage).join(', ')} …`);
    const result = await installPackages(missing, { show });
    if (result.code !== 0) process.stdout.write(`${result.output.trimEnd()}\n`);
  }
  for (const entry of missingPackages()) {
    process.stdout.write(
      `! ${entry.name} is missing; skipped: ${entry.neededBy} (apt-get install ${entry.aptPackage})\n`,
    );
  }
}

async function build() {
  const started = performance.now();
  const result = await withCheckout(() => runTurboBuild(ROOT, { everything: true }));
  tell('build (turbo)', result.code === 0, performance.now() - started, result.output);
  return result.code === 0;
}

await main(async () => {
  requireNode();
  await withCheckout(() => ensureInstalled(ROOT, { say, show }));
  await systemPackages();
  const built = await build();
  await runStaticChecks(staticChecks(), ({ name, ok, ms, output }) => tell(name, ok, ms, output));
  if (built) {
    add(await runVitest({ timeoutMs: VITEST_LIMIT_MS }));
    const second = await otherNode(ROOT);
    if (second === null) add({ skipped: second === null && process.env.CI === 'true' ? 1 : 0 });
    else {
      process.stdout.write(`\nUnit tests on Node.js ${second.version}\n`);
      add(await runVitest({ nodePath: second.path, project: 'unit', timeoutMs: VITEST_LIMIT_MS }));
    }
  } else {
    tell('tests (not run: the build failed)', false, 0);
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((failure) => `✗ ${failure}\n`).join('')}`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
});
