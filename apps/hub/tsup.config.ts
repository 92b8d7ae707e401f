import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
  external: [/^@hadir\//],
  // The migrations are read at run time, from beside the bundle.
  onSuccess: async () => await cp('src/store/migrations', 'dist/migrations', { recursive: true }),
});
