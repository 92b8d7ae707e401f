import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    codecs: 'src/codecs.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/hikvision-terminal': 'src/testing/hikvision-terminal-process.ts',
    'testing/dahua-terminal': 'src/testing/dahua-terminal-process.ts',
    'testing/camera': 'src/testing/camera-process.ts',
    // Threads: found beside the file that starts them, in the build as in the sources.
    'engine/recognition-thread': 'src/engine/recognition-thread.ts',
    'gallery/search-thread': 'src/gallery/search-thread.ts',
  },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
});
