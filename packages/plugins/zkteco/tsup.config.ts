import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    codecs: 'src/codecs.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/terminal': 'src/testing/terminal.ts',
    'testing/adms-terminal': 'src/testing/adms-terminal-process.ts',
    'testing/soap-terminal': 'src/testing/soap-terminal-process.ts',
  },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
});
