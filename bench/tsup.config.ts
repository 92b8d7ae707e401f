import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    main: 'src/main.ts',
    'peers/peer.process': 'src/peers/peer.process.ts',
    'hub/hub.process': 'src/hub/hub.process.ts',
    'latency/live-terminal.process': 'src/latency/live-terminal.process.ts',
    'results/days.process': 'src/results/days.process.ts',
    'decode/decode.process': 'src/decode/decode.process.ts',
    'ble/ble.process': 'src/ble/ble.process.ts',
    'checkin/bare.process': 'src/checkin/bare.process.ts',
    'checkin/crowd.process': 'src/checkin/crowd.process.ts',
    'face/pipeline.process': 'src/face/pipeline.process.ts',
    'face/engine.process': 'src/face/engine.process.ts',
    'face/human.process': 'src/face/human.process.ts',
    'face/gallery.process': 'src/face/gallery.process.ts',
    'behaviours/hadir.process': 'src/behaviours/hadir.process.ts',
  },
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
  external: [/^@hadir\//],
});
