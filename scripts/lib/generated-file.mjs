import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Writes a generated file, or with `check` says whether it is what the sources give. `true` when it is (now) fresh. */
export function writeOrCheck(path, content, { check, root, remedy }) {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (before === content) return true;
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    process.stdout.write(`wrote ${relative(root, path)}\n`);
    return true;
  }
  process.stderr.write(
    `${relative(root, path)} is not what the sources give; run "${remedy}" and review the difference.\n`,
  );
  process.stderr.write(`${firstDifference(before ?? '', content)}\n`);
  return false;
}

function firstDifference(before, after) {
  const old = before.split('\n');
  const now = after.split('\n');
  const index = now.findIndex((line, at) => line !== old[at]);
  const at = index < 0 ? now.length : index;
  return `first difference at line ${at + 1}:\n- ${old[at] ?? '(end of file)'}\n+ ${now[at] ?? '(end of file)'}`;
}
