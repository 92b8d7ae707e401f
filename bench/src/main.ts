import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { behaviours } from './behaviours/behaviours.js';
import { ble } from './ble/ble.js';
import { checkin } from './checkin/checkin.js';
import { decode } from './decode/decode.js';
import { face } from './face/face.js';
import { latency } from './latency/latency.js';
import type { Bench, BenchResult } from './lib/bench.js';
import { benchPath } from './lib/process.js';
import { formatTable } from './lib/table.js';
import { memory } from './memory/memory.js';
import { pull } from './pull/pull.js';
import { results } from './results/results.js';

const BENCHES: readonly Bench[] = [decode, pull, latency, memory, behaviours, ble, checkin, results, face];

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));

function print(bench: Bench, result: BenchResult): void {
  process.stdout.write(`\n${bench.title}\n`);
  for (const table of result.tables) process.stdout.write(`\n${table.title}\n\n${formatTable(table.rows)}\n`);
  const ratios = result.ratios.map(({ what, value, aim, reached }) => ({
    ratio: what,
    value,
    aim: aim ?? '',
    reached: reached === null ? '' : reached ? 'yes' : 'NO',
  }));
  process.stdout.write(`\n${formatTable(ratios)}\n\n${result.notes.join('\n')}\n`);
}

function save(bench: Bench, result: BenchResult): void {
  const folder = benchPath('results');
  mkdirSync(folder, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
  const content = { bench: bench.name, at: new Date().toISOString(), node: process.version, machine, quick, ...result };
  writeFileSync(`${folder}/${bench.name}.json`, `${JSON.stringify(content, null, 2)}\n`);
}

if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are: ${BENCHES.map((one) => one.name).join(', ')}\n`,
  );
  process.exit(2);
}
for (const bench of BENCHES.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
  const result = await bench.run({ quick, say: (line) => process.stderr.write(`  ${line}\n`) });
  print(bench, result);
  save(bench, result);
}
