import type { ProbeContext, ProbeReport } from '@hadir/sdk';
import { readDahuaRecords } from '../../wire/dahua-records.js';
import type { DahuaConfig } from '../config-dahua.js';
import { deviceClock } from '../device-clock.js';
import { httpClient } from '../http-client.js';
import { probeLadder } from '../probe-ladder.js';
import { terminalSettings } from '../terminal-settings.js';
import { dahuaApi } from './api.js';
import { readClock, readInfo } from './facts.js';

/** Climbs as far as it can; changes nothing on the terminal. */
export async function probeDahua(context: ProbeContext, config: DahuaConfig): Promise<ProbeReport> {
  const settings = terminalSettings(config);
  const client = httpClient(settings.endpoint);
  const api = dahuaApi(client);
  const { signal } = context;
  try {
    return await probeLadder(settings.serialNumber, {
      info: () => readInfo(api, signal),
      clockOffsetMs: async () => deviceClock(await readClock(api, signal), context).offsetMs,
      async recordsOnDevice() {
        const to = Math.floor(context.clock.now() / 1000) + 86_400;
        const path = `/cgi-bin/recordFinder.cgi?action=find&name=AccessControlCardRec&StartTime=0&EndTime=${to}&count=1`;
        return readDahuaRecords(await api.get(path, signal)).found;
      },
    });
  } finally {
    client.close();
  }
}
