import type { Language } from '@hadir/core';
import type { Command } from 'commander';
import { type HubConfig, loadConfig } from '../config/index.js';
import type { Say } from './language.js';

/** What every command has at hand. */
export interface CliContext {
  readonly language: Language;
  readonly say: Say;
  /** Settings as `hadir start` would use them here. @throws CONFIG_… */
  config(command: Command, flags?: Readonly<Record<string, unknown>>): HubConfig;
}

export function createContext(language: Language): CliContext {
  return {
    language,
    say: (text) => text[language],
    config(command, flags = {}) {
      const { config: file, state } = command.optsWithGlobals<{ config?: string; state?: string }>();
      return loadConfig({
        ...(file === undefined ? {} : { file }),
        flags: { ...flags, ...(state === undefined ? {} : { stateFolder: state }) },
        language,
      });
    },
  };
}
