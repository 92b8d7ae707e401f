import type { DeviceInput, HubClient } from '@hadir/sdk/client';
import { demoPerson, OFFICES, type Office, ZONE } from './offices.js';

/** The last three numbers of every terminal stay without a person, to show what becomes of them. */
const STRANGERS = 3;
const FIRST_USER = 1001;
const AT_ONCE = 8;

/** Puts units, stations, devices, people and mappings into the hub, once; at later starts only ports that moved. */
export async function furnish(hub: HubClient, ports: Readonly<Record<string, number>>): Promise<void> {
  const devices = new Map<string, string>();
  for await (const device of hub.devices.list({ limit: 200 })) devices.set(device.name, device.id);
  let person = 0;
  for (const office of OFFICES) {
    const known = devices.get(office.device);
    const config = configOf(office, ports[office.serialNumber] ?? office.wantedPort);
    if (known) await hub.devices.change(known, { config });
    else await addOffice(hub, office, config, person);
    person += office.people;
  }
}

function configOf(office: Office, port: number): Record<string, unknown> {
  if (office.transport === 'adms') return { transport: 'adms', serialNumber: office.serialNumber };
  const key = office.commKey === null ? {} : { commKey: office.commKey };
  return { transport: office.transport, host: '127.0.0.1', port, ...key, pollIntervalSeconds: 20 };
}

async function addOffice(
  hub: HubClient,
  office: Office,
  config: Record<string, unknown>,
  firstPerson: number,
): Promise<void> {
  const unit = await hub.units.add(office.unit);
  const station = await hub.stations.add({ name: office.station, unitId: unit.id, zone: ZONE });
  const input: DeviceInput = {
    pluginId: 'zkteco',
    name: office.device,
    deviceKey: office.serialNumber,
    stationId: station.id,
    zone: ZONE,
    config,
    enabled: false,
  };
  const device = await hub.devices.add(input);
  const numbers = Array.from({ length: office.people - STRANGERS }, (_, index) => index);
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    await Promise.all(
      numbers.slice(at, at + AT_ONCE).map(async (index) => {
        const { name, nip } = demoPerson(firstPerson + index);
        const person = await hub.people.add({ name, unitId: unit.id, numbers: [{ kind: 'nip', value: nip }] });
        const deviceUserId = String(FIRST_USER + index);
        await hub.mappings.add({ deviceId: device.id, deviceUserId, personId: person.id });
      }),
    );
  }
  // Taken into service last, so that its first scans already have names.
  await hub.devices.change(device.id, { enabled: true });
}
