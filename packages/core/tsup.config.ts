import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'node20',
  // Types take most of the time of a build, and nothing that runs needs them.
  dts: process.env.HADIR_BUILD_TYPES === 'no' ? false : { compilerOptions: { composite: false, noEmit: false } },
  sourcemap: true,
  clean: true,
});
