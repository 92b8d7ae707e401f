import { randomUUID } from 'node:crypto';
import type { ProbeContext, ProbeReport } from '@hadir/sdk';
import { HIK_PAGE, hikSearchBody, readHikSearch } from '../../wire/hik-search.js';
import type { HikvisionConfig } from '../config-hikvision.js';
import { deviceClock } from '../device-clock.js';
import { httpClient } from '../http-client.js';
import { probeLadder } from '../probe-ladder.js';
import { terminalSettings } from '../terminal-settings.js';
import { hikApi } from './api.js';
import { readClock, readInfo } from './facts.js';

/** Climbs as far as it can; changes nothing on the terminal. */
export async function probeHikvision(context: ProbeContext, config: HikvisionConfig): Promise<ProbeReport> {
  const settings = terminalSettings(config);
  const client = httpClient(settings.endpoint);
  const api = hikApi(client);
  const { signal } = context;
  try {
    return await probeLadder(settings.serialNumber, {
      info: () => readInfo(api, signal),
      clockOffsetMs: async () => deviceClock(await readClock(api, signal), context).offsetMs,
      async recordsOnDevice() {
        const body = hikSearchBody({
          searchId: randomUUID(),
          position: 0,
          maxResults: HIK_PAGE,
          major: 5,
          minor: 0,
          startTime: '2000-01-01T00:00:00+00:00',
          endTime: '2037-12-31T23:59:59+00:00',
        });
        const path = '/ISAPI/AccessControl/AcsEvent?format=json';
        return readHikSearch(await api.json(path, { method: 'POST', body, signal })).totalMatches;
      },
    });
  } finally {
    client.close();
  }
}
