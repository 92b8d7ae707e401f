import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    codecs: 'src/codecs.ts',
    walk: 'src/walk.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/phones': 'src/testing/phones.process.ts',
  },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
});
