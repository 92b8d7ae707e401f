import type { Language } from '@hadir/core';
import { Command } from 'commander';
import { HUB_VERSION } from '../version.js';
import { beaconCommands } from './commands/beacon.js';
import { databaseCommands } from './commands/database.js';
import { decodeCommand } from './commands/decode.js';
import { demoCommand } from './commands/demo.js';
import { deviceCommands } from './commands/device.js';
import { doctorCommand } from './commands/doctor.js';
import { faceCommands } from './commands/face.js';
import { importCommand } from './commands/import.js';
import { inboxCommands } from './commands/inbox.js';
import { journalCommands } from './commands/journal.js';
import { keyCommands } from './commands/key.js';
import { pluginCommands } from './commands/plugin.js';
import { printConfigCommand } from './commands/print-config.js';
import { resultsCommands } from './commands/results.js';
import { rulesCommands } from './commands/rules.js';
import { secretCommands } from './commands/secret.js';
import { startCommand } from './commands/start.js';
import { createContext } from './context.js';

export function createProgram(language: Language): Command {
  const context = createContext(language);
  const { say } = context;
  const program = new Command('hadir')
    .description(
      say({ id: 'Hub kehadiran untuk segala mesin absensi.', en: 'Attendance hub for any attendance device.' }),
    )
    .version(HUB_VERSION)
    .option(
      '--config <file>',
      say({ id: 'berkas pengaturan (biasanya hadir.yaml)', en: 'settings file (usually hadir.yaml)' }),
    )
    .option('--state <folder>', say({ id: 'folder keadaan (biasanya .hadir)', en: 'state folder (usually .hadir)' }))
    .option('--lang <id|en>', say({ id: 'bahasa keluaran', en: 'language of the output' }))
    .exitOverride();
  for (const add of [
    startCommand,
    demoCommand,
    deviceCommands,
    inboxCommands,
    pluginCommands,
    decodeCommand,
    keyCommands,
    journalCommands,
    rulesCommands,
    importCommand,
    resultsCommands,
    faceCommands,
    beaconCommands,
    secretCommands,
    databaseCommands,
    doctorCommand,
    printConfigCommand,
  ]) {
    add(program, context);
  }
  return program;
}
