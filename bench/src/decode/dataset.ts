import { createRequire } from 'node:module';
import { benchPath } from '../lib/process.js';
import type { Expectation } from '../lib/terminal.js';

interface FakeTerminal {
  buildAtt(records: number, recordSize: number, users: number, badEvery: number): Buffer;
  expectFor(records: number, users: number, badEvery: number): Expectation;
}

const USERS = 5000;

/** A terminal's log as it lies on the wire: a 4-byte length and 40-byte records; and the totals that it must give. */
export function attendanceLog(records: number): { readonly log: Buffer; readonly expect: Expectation } {
  const fake = createRequire(import.meta.url)(benchPath('vendor/fake-terminal.cjs')) as FakeTerminal;
  return { log: fake.buildAtt(records, 40, USERS, 0), expect: fake.expectFor(records, USERS, 0) };
}
