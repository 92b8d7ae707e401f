import type { HostEvents } from '@hadir/sdk/host';
import { noteCandidate, storeInfo } from '../devices/index.js';
import type { Notebook } from '../issues/index.js';
import type { HubLog } from '../observability/index.js';
import { clearIssue, type Database, raiseIssue } from '../store/index.js';

/** Takes what the plugin host tells: facts and issues to the database, words to the log. Never throws, never waits. */
export function hostEvents(options: {
  readonly database: Database;
  readonly notebook: Notebook;
  readonly log: HubLog;
}): Required<HostEvents> {
  const { database, notebook, log } = options;
  const loggers = new Map<string, HubLog>();
  const loggerFor = (pluginId: string, deviceId: string | undefined): HubLog => {
    const name = `${pluginId} ${deviceId ?? ''}`;
    const known = loggers.get(name);
    if (known) return known;
    const made = log.child({ plugin: pluginId, ...(deviceId ? { device: deviceId } : {}) });
    loggers.set(name, made);
    return made;
  };
  const issueName = (pluginId: string, deviceId: string | undefined, code: string, subject: string | undefined) =>
    `issue ${pluginId} ${deviceId ?? ''} ${code} ${subject ?? ''}`;
  return {
    report(deviceId, report) {
      if (report.type === 'info')
        notebook.note(`info ${deviceId}`, () => storeInfo(database, deviceId, { ...report.info }));
    },
    raise({ pluginId, deviceId }, { code, subject, details }) {
      notebook.note(issueName(pluginId, deviceId, code, subject), () =>
        raiseIssue(database.pool, {
          code,
          subject: subject ?? '',
          pluginId,
          deviceId: deviceId ?? null,
          details: details ?? {},
        }),
      );
    },
    clear({ pluginId, deviceId }, code, subject) {
      notebook.note(issueName(pluginId, deviceId, code, subject), () =>
        clearIssue(database.pool, { code, subject: subject ?? '', pluginId, deviceId: deviceId ?? null }),
      );
    },
    discovered(pluginId, candidate) {
      notebook.note(`candidate ${pluginId} ${candidate.key}`, () => noteCandidate(database, pluginId, candidate));
    },
    log({ pluginId, deviceId, level, message, fields }) {
      loggerFor(pluginId, deviceId)[level]({ ...fields }, message);
    },
  };
}
