import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'node20',
  dts: { compilerOptions: { composite: false, noEmit: false } },
  sourcemap: true,
  clean: true,
});
