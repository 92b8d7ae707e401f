import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', cli: 'src/cli/main.ts' },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
  external: [/^@hadir\//],
});
