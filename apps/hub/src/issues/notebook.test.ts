import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createNotebook } from './notebook.js';

const log = pino({ level: 'silent' });

describe('notebook', () => {
  it('writes in order, and of equal names only the last', async () => {
    const written: string[] = [];
    const notebook = createNotebook(log);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    notebook.note('gate', () => gate);
    for (const text of ['a1', 'a2', 'a3']) notebook.note('a', async () => written.push(text));
    notebook.note('b', async () => written.push('b'));
    open();
    await notebook.stop(1000);
    expect(written).toEqual(['a3', 'b']);
  });

  it('keeps a note while the database is away, and goes on after a broken one', async () => {
    const written: string[] = [];
    const notebook = createNotebook(log);
    let tries = 0;
    notebook.note('away', async () => {
      tries += 1;
      if (tries === 1) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      written.push('away');
    });
    notebook.note('broken', async () => {
      throw new Error('bug');
    });
    notebook.note('fine', async () => written.push('fine'));
    await notebook.stop(10_000);
    expect(written.sort()).toEqual(['away', 'fine']);
  });

  it('stops in time when the database stays away', async () => {
    const notebook = createNotebook(log);
    notebook.note('away', async () => {
      throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    });
    const began = Date.now();
    await notebook.stop(50);
    expect(Date.now() - began).toBeLessThan(1500);
  });
});
