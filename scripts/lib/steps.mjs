import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { workspaces } from './build.mjs';
import { ROOT } from './prepare.mjs';
import { runCommand } from './run-command.mjs';
import { countVitest } from './vitest-counts.mjs';

const bin = (...path) => join(ROOT, 'node_modules', ...path);
const node = (name, script, ...args) => ({ name, command: process.execPath, args: [script, ...args] });

/** Checks that read the tree only; each counts as one test. The build has already been done. */
export function staticChecks() {
  return [
    node('lint (biome)', bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'),
    node('types (tsc)', bin('typescript', 'bin', 'tsc'), '--noEmit'),
    node('types of the check-in app (tsc)', bin('typescript', 'bin', 'tsc'), '-p', join(ROOT, 'apps', 'checkin')),
    node('boundaries (dependency-cruiser)', bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ...BOUNDARIES),
    node('unused files, exports, packages (knip)', bin('knip', 'bin', 'knip.js'), '--no-progress'),
    node('public API is as recorded', join(ROOT, 'scripts', 'api-report.mjs'), '--check'),
    node('docs/errors.md is fresh', join(ROOT, 'scripts', 'docs-errors.mjs'), '--check'),
    ...workspaces(ROOT)
      .filter((folder) => !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).private)
      .map((folder) =>
        node(
          `package ${relative(ROOT, folder)} (publint)`,
          bin('publint', 'src', 'cli.js'),
          'run',
          folder,
          '--strict',
          '--pack',
          'false',
        ),
      ),
  ];
}

const BOUNDARIES = ['--config', '.dependency-cruiser.cjs', 'packages', 'apps', 'bench/src'];

async function runStatic(step) {
  const started = performance.now();
  const result = await runCommand(step.command, step.args, { cwd: ROOT, timeoutMs: 900_000, env: { NO_COLOR: '1' } });
  return { name: step.name, ok: result.code === 0, output: result.output, ms: performance.now() - started };
}

/** Runs up to two at a time and gives the results in the order asked for. */
export async function runStaticChecks(steps, onDone) {
  const results = new Array(steps.length);
  const queue = steps.entries();
  const worker = async () => {
    for (const [index, step] of queue) {
      results[index] = await runStatic(step);
      onDone(results[index]);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** All tests of the given vitest project, or of all; prints as it goes and gives the counts. */
export async function runVitest({ nodePath = process.execPath, project, timeoutMs }) {
  const folder = mkdtempSync(join(tmpdir(), 'hadir-test-'));
  const report = join(folder, 'report.json');
  try {
    const args = [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    if (project) args.push('--project', project);
    const result = await runCommand(nodePath, args, { cwd: ROOT, show: true, timeoutMs, env: { FORCE_COLOR: '0' } });
    if (result.timedOut) process.stdout.write(`vitest was stopped after ${timeoutMs / 60_000} minutes\n`);
    return countVitest(readReport(report), result.code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
