import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

/** What the demonstration keeps from one start to the next, so that it goes on where it was. */
const DemoState = Type.Object({
  httpPort: Type.Integer(),
  ports: Type.Record(Type.String(), Type.Integer()),
});
export type DemoState = Static<typeof DemoState>;

const pathOf = (folder: string): string => join(folder, 'demo.json');

export async function readState(folder: string): Promise<DemoState | null> {
  try {
    const value: unknown = JSON.parse(await readFile(pathOf(folder), 'utf8'));
    return Value.Check(DemoState, value) ? value : null;
  } catch {
    return null;
  }
}

export async function writeState(folder: string, state: DemoState): Promise<void> {
  await writeFile(pathOf(folder), `${JSON.stringify(state)}\n`);
}
