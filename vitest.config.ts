import { defineConfig } from 'vitest/config';

/** Packages are tested from their sources; only processes that the tests start run what was built. */
const resolve = { conditions: ['hadir-source', 'module', 'node', 'default'] };
const ssr = { resolve: { conditions: ['hadir-source', 'module', 'node', 'default'] } };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/**/src/**/*.test.ts', 'apps/**/src/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'integration',
          include: ['packages/**/test/**/*.test.ts', 'apps/**/test/**/*.test.ts', 'test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
