import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, Histogram, Registry } from 'prom-client';

/** Figures that are read when somebody asks, from whoever owns them. */
export interface MetricSources {
  readings(): { readonly appended: number; readonly known: number };
  openBatches(): Promise<{ readonly count: number; readonly oldestMs: number }>;
  queueDepth(): Promise<number | null>;
  deviceStates(): ReadonlyMap<string, number>;
  plugins(): readonly {
    readonly id: string;
    readonly up: boolean;
    readonly restarts: number;
    readonly rssBytes: number | null;
  }[];
  streams(): number;
  openIssues(): Promise<number>;
  temperatures(): Promise<{
    readonly kept: number;
    readonly purged: number;
    /** Measurements by what became of them. */
    readonly states: ReadonlyMap<string, number>;
  }>;
}

export interface HubMetrics {
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
  stop(): void;
}

export function createMetrics(sources: MetricSources): HubMetrics {
  const registry = new Registry();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const registers = [registry];
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void | Promise<void>): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // A figure that cannot be read is left out; the others must still be told.
        await Promise.resolve(collect(this)).catch(() => this.reset());
      },
    });
  };
  const labelled = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (gauge: Gauge<Label>) => void | Promise<void>,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        await Promise.resolve(collect(this)).catch(() => this.reset());
      },
    });
  };

  gauge('hadir_readings_appended', 'Readings written to the journal since start.', (g) =>
    g.set(sources.readings().appended),
  );
  gauge('hadir_readings_known', 'Readings that the journal had already, since start.', (g) =>
    g.set(sources.readings().known),
  );
  gauge('hadir_batches_open', 'Batches of the journal that are not normalised yet.', async (g) => {
    g.set((await sources.openBatches()).count);
  });
  gauge('hadir_normalise_lag_seconds', 'Age of the oldest batch that is not normalised yet.', async (g) => {
    g.set((await sources.openBatches()).oldestMs / 1000);
  });
  gauge('hadir_queue_depth', 'Jobs that wait in the queue.', async (g) => {
    const depth = await sources.queueDepth();
    if (depth === null) g.reset();
    else g.set(depth);
  });
  gauge('hadir_streams_open', 'Live streams being served.', (g) => g.set(sources.streams()));
  gauge('hadir_issues_open', 'Issues that are neither cleared nor ignored.', async (g) =>
    g.set(await sources.openIssues()),
  );
  gauge('hadir_temperatures_kept', 'Temperatures that can still be read.', async (g) =>
    g.set((await sources.temperatures()).kept),
  );
  gauge('hadir_temperatures_purged', 'Temperatures that were purged, by all purges together.', async (g) =>
    g.set((await sources.temperatures()).purged),
  );
  labelled(
    'hadir_temperatures',
    'Temperatures by what became of them; pending ones wait for an officer.',
    ['state'],
    async (g) => {
      for (const [state, count] of (await sources.temperatures()).states) g.set({ state }, count);
    },
  );
  gauge('hadir_process_rss_bytes', 'Memory of the hub process.', (g) => g.set(process.memoryUsage.rss()));
  gauge('hadir_event_loop_delay_p99_seconds', 'Delay of the event loop since the last look, 99th percentile.', (g) => {
    g.set(Number.isFinite(delay.percentile(99)) ? delay.percentile(99) / 1e9 : 0);
    delay.reset();
  });
  labelled('hadir_devices', 'Devices by state.', ['state'], (g) => {
    for (const [state, count] of sources.deviceStates()) g.set({ state }, count);
  });
  labelled('hadir_plugin_up', 'Whether the plugin runs.', ['plugin'], (g) => {
    for (const plugin of sources.plugins()) g.set({ plugin: plugin.id }, plugin.up ? 1 : 0);
  });
  labelled('hadir_plugin_restarts', 'Unasked ends of the plugin process since start.', ['plugin'], (g) => {
    for (const plugin of sources.plugins()) g.set({ plugin: plugin.id }, plugin.restarts);
  });
  labelled('hadir_plugin_rss_bytes', 'Memory of the plugin process.', ['plugin'], (g) => {
    for (const plugin of sources.plugins()) if (plugin.rssBytes !== null) g.set({ plugin: plugin.id }, plugin.rssBytes);
  });
  const requestSeconds = new Histogram({
    name: 'hadir_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  return {
    requestSeconds,
    text: () => registry.metrics(),
    contentType: registry.contentType,
    stop: () => delay.disable(),
  };
}
