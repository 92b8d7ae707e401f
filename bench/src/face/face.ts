import { atLeast, atMost, type Bench, type BenchOptions, ofInterest } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { median, mib } from '../lib/stats.js';
import type { EngineReport } from './engine.process.js';
import type { GalleryReport } from './gallery.process.js';
import type { HumanReport } from './human.process.js';
import type { PipelineReport } from './pipeline.process.js';

const PIPELINE_AIM = 1.3;
const HUMAN_AIM = 3;

/** Recognition of faces: what is around the models, what threads bring, a rival, and the search of galleries. */
export const face: Bench = {
  name: 'face',
  title: 'Faces: from a camera frame to a name',
  async run(options) {
    const { quick } = options;
    const rounds = quick ? 10 : 60;
    const pipeline = await measured<PipelineReport>('pipeline', [rounds], options);
    const human = await measured<HumanReport>('human', [quick ? 4 : 20], options);
    const again = await measured<PipelineReport>('pipeline', [rounds], options);
    const one = await measured<EngineReport>('engine', [1, quick ? 3 : 15], options);
    const two = await measured<EngineReport>('engine', [2, quick ? 3 : 15], options);
    const galleries: { readonly rows: number; readonly report: GalleryReport }[] = [];
    for (const rows of quick ? [10_000, 50_000] : [10_000, 100_000, 1_000_000]) {
      galleries.push({ rows, report: await measured<GalleryReport>('gallery', [rows, quick ? 5 : 30], options) });
    }

    const both = (of: (report: PipelineReport) => readonly number[]) => median([...of(pipeline), ...of(again)]);
    const bare = both(({ detectMs }) => detectMs) + both(({ embedMs }) => embedMs);
    const frame = both(({ frameMs }) => frameMs);
    const stream = both(({ streamMs }) => streamMs);
    return {
      tables: [
        {
          title: 'One frame of 1280 × 720 with one face, one thread, medians in ms',
          rows: [
            { stage: 'detector alone', ms: both(({ detectMs }) => detectMs) },
            { stage: 'embedding alone', ms: both(({ embedMs }) => embedMs) },
            { stage: 'JPEG alone', ms: both(({ decodeMs }) => decodeMs) },
            { stage: 'whole, frame after frame', ms: frame },
            { stage: 'whole, the next decoded meanwhile', ms: stream },
            {
              stage: `@vladmandic/human, WASM (${human.faces} face, ${human.numbers} numbers)`,
              ms: median(human.frameMs),
            },
          ],
        },
        {
          title: 'The engine with its threads, frames as fast as they are taken',
          rows: [one, two].map((report, index) => ({
            threads: index + 1,
            'frames/s': report.framesPerSecond,
            'processor ms/frame': report.cpuMsPerFrame,
            'named, of frames': report.named > 0 ? 'yes' : 'NO',
            'RSS before (MiB)': mib(report.rssBefore),
            'RSS (MiB)': mib(report.rssAfter),
          })),
        },
        {
          title: 'Search of one gallery, 512 numbers, probes at a cosine of 0.6, medians',
          rows: galleries.map(({ rows, report }) => ({
            templates: rows,
            'search ms': median(report.searchMs),
            'with exact scores ms': median(report.alikeMs),
            'plain read ms': median(report.readMs),
            'hit@1': `${report.hits}/${report.probes}`,
            'RSS (MiB)': mib(report.rss),
          })),
        },
      ],
      ratios: [
        atMost('whole frame, the next decoded meanwhile ÷ the two bare models', stream / bare, PIPELINE_AIM),
        ofInterest('whole frame, frame after frame ÷ the two bare models', frame / bare),
        ofInterest('processor time of a frame ÷ of the two bare models', again.cpuMs.frame / again.cpuMs.bare),
        ofInterest(
          'the same without the JPEG, which another core decodes',
          (again.cpuMs.frame - again.cpuMs.decode) / again.cpuMs.bare,
        ),
        ofInterest('frames per second of two threads ÷ one', two.framesPerSecond / one.framesPerSecond),
        atLeast('@vladmandic/human on WASM ÷ Hadir, JPEG to vector', median(human.frameMs) / frame, HUMAN_AIM),
        ...galleries.map(({ rows, report }) =>
          ofInterest(
            `search of ${rows.toLocaleString('en-US')} ÷ reading its bytes once`,
            median(report.alikeMs) / median(report.readMs),
          ),
        ),
        ofInterest('memory of the process, two threads ÷ one', two.rssAfter / one.rssAfter),
      ],
      notes: [
        'Bare models: the same files in the same runtime with one thread each, without a picture around them.',
        'hit@1: the best of all by float32 up to 100,000 templates, above by how the probe was made. Search runs on one thread.',
        'human: detection and description only, on as many WASM threads as it takes for itself.',
      ],
    };
  },
};

async function measured<Report>(
  name: 'pipeline' | 'human' | 'engine' | 'gallery',
  args: readonly number[],
  { say }: BenchOptions,
): Promise<Report> {
  const { message, timedOut } = await runProcess<Report>(`face/${name}.process`, args.map(String), {
    timeoutMs: 300_000,
    execArgv: ['--max-old-space-size=8192'],
  });
  if (message === null) throw new Error(`${name} ${args.join(' ')} ${timedOut ? 'ran out of time' : 'failed'}`);
  say(`${name} ${args.join(' ')}: done`);
  return message;
}
