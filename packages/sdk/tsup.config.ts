import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'host/index': 'src/host/index.ts',
    'host/child': 'src/host/child.ts',
    'codec/index': 'src/codec/index.ts',
    'testing/index': 'src/testing/index.ts',
    'client/index': 'src/client/index.ts',
    'proximity/index': 'src/proximity/index.ts',
    'checkin/index': 'src/checkin/index.ts',
  },
  format: 'esm',
  target: 'node20',
  // Types take most of the time of a build, and nothing that runs needs them.
  dts: process.env.HADIR_BUILD_TYPES === 'no' ? false : { compilerOptions: { composite: false, noEmit: false } },
  sourcemap: true,
  clean: true,
});
