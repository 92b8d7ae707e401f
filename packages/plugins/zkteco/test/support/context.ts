import {
  type Cursor,
  type DeviceCandidate,
  type DeviceContext,
  type DeviceReport,
  type EmitBatch,
  type EmitReceipt,
  type IssueReport,
  instant,
  type Logger,
  type PluginContext,
  type Reading,
} from '@hadir/sdk';

export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
export const clock = { now: () => instant(Date.now()) };

/** A journal in memory: what a host keeps for one device, with the knobs that tests turn. */
export function memoryHost(options: { readonly zone?: string; readonly cursor?: Cursor } = {}) {
  const readings = new Map<string, Reading>();
  const batches: EmitBatch[] = [];
  const reports: DeviceReport[] = [];
  const issues = new Map<string, IssueReport>();
  const state = {
    cursor: options.cursor ?? (null as Cursor),
    /** Waited for before every commit. */
    beforeCommit: async (): Promise<void> => undefined,
  };
  const context: DeviceContext = {
    deviceId: 'device-1',
    zone: options.zone ?? 'Asia/Makassar',
    log: silentLog,
    clock,
    signal: new AbortController().signal,
    get cursor() {
      return state.cursor;
    },
    async emit(batch: EmitBatch): Promise<EmitReceipt> {
      await state.beforeCommit();
      let appended = 0;
      for (const reading of batch.readings) {
        if (!readings.has(reading.key)) appended += 1;
        readings.set(reading.key, readings.get(reading.key) ?? reading);
      }
      batches.push(batch);
      if (batch.cursor !== undefined) state.cursor = JSON.parse(JSON.stringify(batch.cursor)) as Cursor;
      return { appended, known: batch.readings.length - appended };
    },
    report: (report) => void reports.push(report),
    raise: (issue) => void issues.set(`${issue.code}|${issue.subject ?? ''}`, issue),
    clear: (code, subject) => void issues.delete(`${code}|${subject ?? ''}`),
  };
  return {
    context,
    readings,
    batches,
    reports,
    issues,
    state,
    punches: () => [...readings.values()].filter((reading) => reading.kind === 'punch'),
    issueCodes: () => [...issues.values()].map((issue) => issue.code).sort(),
  };
}

/** A plugin's host that writes down who was discovered. */
export function memoryPluginHost() {
  const discovered: DeviceCandidate[] = [];
  const stop = new AbortController();
  const context: PluginContext = {
    log: silentLog,
    clock,
    signal: stop.signal,
    storageFolder: null,
    discovered: (candidate) => void discovered.push(candidate),
    raise: () => undefined,
    clear: () => undefined,
  };
  return { context, discovered, stop };
}

/** Waits until `check` holds. @throws after `withinMs` */
export async function until(check: () => boolean, what: string, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!check()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
