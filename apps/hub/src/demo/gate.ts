import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '@hadir/core';
import type { EventView, HubClient } from '@hadir/sdk/client';
import { systemClock } from '@hadir/sdk/host';
import type { Database } from '../store/index.js';
import { listVisits, setStationRules, type VisitContext, type VisitRecord } from '../visits/index.js';
import { ZONE } from './offices.js';
import { startSimulator } from './simulator.js';

/** The gate with a thermometer: whoever checks in at this office's terminal is measured next. */
export const GATE = {
  office: 'Kecamatan Bontoa',
  device: 'Termometer Pendopo',
  port: 'DEMO-THERMO-1',
  wantedPort: 5020,
};

const PLUGIN = '@hadir/plugin-ir-thermo';
/** So long after checking in somebody stands before the sensor, and for so long. */
const WALK_MS = 300;
const STAND_MS = 2_200;
const SHOW_EVERY_MS = 2_000;

/** One lane, and a terminal that tells at once: seconds are enough. */
const LANE = {
  rule: 'id-first',
  beforeSeconds: 0,
  afterSeconds: 4,
  sessionSeconds: 4,
  unsureSeconds: 10,
  settleSeconds: 2,
} as const;

const testingEntry = (): string => createRequire(import.meta.url).resolve(`${PLUGIN}/testing`);

/** The folder of the plugin that reads the thermometer. */
export const gatePlugin = (): string => resolve(testingEntry(), '../../..');

/** A simulated infrared sensor that speaks Modbus over TCP, in a process of its own. */
export interface GateSensor {
  present(celsius: number): void;
  stop(): Promise<void>;
}

export async function startGateSensor(port: number): Promise<GateSensor> {
  const program = join(dirname(testingEntry()), 'modbus-thermometer.js');
  const sensor = await startSimulator(program, ['--port', String(port)], { what: 'the simulated thermometer' });
  return { present: (celsius) => sensor.tell({ present: celsius, forMs: STAND_MS }), stop: sensor.stop };
}

/** Puts the thermometer beside the office's terminal, once; at later starts only a port that moved. */
export async function furnishGate(hub: HubClient, database: Database, port: number): Promise<VisitContext> {
  const context: VisitContext = {
    database,
    clock: systemClock,
    rules: { visits: {}, temperature: {} },
    keepDays: 1,
  };
  const config = { connection: 'modbus-tcp', modbus: { host: '127.0.0.1', port } };
  let stationId: string | null = null;
  let known: string | null = null;
  for await (const device of hub.devices.list({ limit: 200 })) {
    if (device.name === GATE.office) stationId = device.stationId;
    if (device.name === GATE.device) known = device.id;
  }
  if (stationId === null) return context;
  if (known === null) {
    await hub.devices.add({ pluginId: 'ir-thermo', name: GATE.device, stationId, zone: ZONE, config });
    await setStationRules(context, stationId, { visits: LANE, temperature: {} }, 'demo');
  } else await hub.devices.change(known, { config });
  return context;
}

/** Somebody who has just checked in at the gate walks up to the sensor. */
export function measureAtGate(event: EventView, sensor: GateSensor): void {
  const isHere = event.device.name === GATE.office && event.revision === 1;
  if (!isHere || Math.abs(Date.parse(event.receivedAt) - Date.parse(event.occurredAt)) > 5_000) return;
  const tenths = Number.parseInt(event.id.slice(-4), 16) % 9;
  setTimeout(() => sensor.present(36 + tenths / 10), WALK_MS).unref();
}

/** Says of each visit once that it was joined with a temperature. */
export function showVisits(
  context: VisitContext,
  language: Language,
  write: (line: string) => void,
  signal: AbortSignal,
): void {
  const said = new Set<string>();
  const from = new Date();
  const timer = setInterval(() => {
    void listVisits(context, { from, limit: 50, withHealth: true })
      .then((visits) => {
        for (const visit of [...visits].reverse()) {
          if (visit.temperature === null || said.has(visit.id) || signal.aborted) continue;
          said.add(visit.id);
          write(visitLine(visit, language));
        }
      })
      // The next turn looks again.
      .catch(() => undefined);
  }, SHOW_EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

function visitLine(visit: VisitRecord, language: Language): string {
  const celsius = visit.temperature?.reading.assessment.celsius.toFixed(1) ?? '–';
  const id = language === 'id';
  const name = (visit.personName ?? (id ? '(belum dipetakan)' : '(not mapped)')).padEnd(32);
  const degrees = id ? celsius.replace('.', ',') : celsius;
  const how = id ? 'absen dan suhu kulit jadi satu kunjungan' : 'check-in and skin temperature joined into one visit';
  return `◆ ${visit.stationName.padEnd(20)} ${name} ${degrees} °C  ${how}`;
}
