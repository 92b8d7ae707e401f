import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'host/index': 'src/host/index.ts',
    'host/child': 'src/host/child.ts',
    'codec/index': 'src/codec/index.ts',
    'testing/index': 'src/testing/index.ts',
    'client/index': 'src/client/index.ts',
  },
  format: 'esm',
  target: 'node20',
  dts: { compilerOptions: { composite: false, noEmit: false } },
  sourcemap: true,
  clean: true,
});
