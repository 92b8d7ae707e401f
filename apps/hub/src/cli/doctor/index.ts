import { isHadirError, type Language } from '@hadir/core';
import type { HubConfig } from '../../config/index.js';
import { type Finding, fault, fine } from './finding.js';
import { checkClock, checkExposure, checkNode, checkPort, checkStateFolder } from './machine.js';
import { checkPlugins, checkPostgres, checkRedis } from './services.js';

/** Looks at everything a hub needs here. Changes nothing but that it makes the state folder. */
export async function examine(load: () => HubConfig, language: Language): Promise<readonly Finding[]> {
  const say = (text: Readonly<Record<Language, string>>): string => text[language];
  const what = say({ id: 'Pengaturan', en: 'Settings' });
  let config: HubConfig;
  try {
    config = load();
  } catch (error) {
    if (!isHadirError(error)) throw error;
    return [checkNode(say), fault(what, error.text(language), error.remedy(language))];
  }
  const parts = await Promise.all([
    checkStateFolder(config, say),
    checkPort(config, say),
    checkPostgres(config, say),
    checkRedis(config, say),
  ]);
  return [
    checkNode(say),
    fine(what, say({ id: 'sah', en: 'valid' })),
    checkClock(config, say),
    ...parts.flat(),
    ...checkExposure(config, say),
    ...checkPlugins(config, language, say),
  ];
}
