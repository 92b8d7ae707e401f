import { afterEach, expect, it } from 'vitest';
import { type ThreadLink, threadLink } from '../src/engine/thread-link.js';
import { MOBILEFACENET } from '../src/models/built-in.js';

const data = { specs: [MOBILEFACENET], cacheFolder: null };
let link: ThreadLink;
afterEach(async () => await link.close());

it('tells who waits when a thread dies, says so once, and starts another for the next call', async () => {
  const deaths: string[] = [];
  link = threadLink('gallery/search-thread', data, ({ code }) => deaths.push(code));
  expect(await link.call('size', [])).toEqual({ people: 0, templates: 0 });
  // A load that is no request ends in an error, not in the thread's death.
  await expect(link.call('load', [null])).rejects.toMatchObject({ code: 'FACE_THREAD_ENDED' });
  expect(deaths).toEqual([]);
  // No file of that name: the thread dies as it starts.
  const dying = threadLink('gallery/no-such-thread', data, ({ code }) => deaths.push(code));
  await expect(dying.call('size', [])).rejects.toMatchObject({ code: 'FACE_THREAD_ENDED' });
  expect(deaths).toEqual(['FACE_THREAD_ENDED']);
  await expect(dying.call('size', [])).rejects.toMatchObject({ code: 'FACE_THREAD_ENDED' });
  expect(dying.pending).toBe(0);
});

it('ends when asked, also with calls at work, and may be used again', async () => {
  link = threadLink('gallery/search-thread', data);
  const ended = expect(link.call('size', [])).rejects.toMatchObject({
    code: 'FACE_THREAD_ENDED',
    details: { reason: 'closed' },
  });
  await link.close();
  await ended;
  expect(await link.call('kind', [])).toBe('usearch');
});
