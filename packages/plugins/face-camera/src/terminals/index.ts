import type { DeviceContext, DeviceSession, ProbeContext, ProbeReport } from '@hadir/sdk';
import type { DahuaConfig } from './config-dahua.js';
import type { HikvisionConfig } from './config-hikvision.js';
import { probeDahua } from './dahua/probe.js';
import { openDahua } from './dahua/session.js';
import { probeHikvision } from './hikvision/probe.js';
import { openHikvision } from './hikvision/session.js';
import type { Terminals } from './terminals.js';

export { DahuaConfig } from './config-dahua.js';
export { HikvisionConfig } from './config-hikvision.js';
export { PushListenSettings } from './config-push.js';
export { startTerminals, type Terminals } from './terminals.js';

export type TerminalConfig = HikvisionConfig | DahuaConfig;

/** Opens a terminal that recognises faces by itself. @throws DeviceFailure */
export function openTerminal(
  context: DeviceContext,
  config: TerminalConfig,
  terminals: Terminals,
): Promise<DeviceSession> {
  return config.type === 'hikvision'
    ? openHikvision(context, config, terminals)
    : openDahua(context, config, terminals);
}

/** "Test connection" of such a terminal. */
export function probeTerminal(context: ProbeContext, config: TerminalConfig): Promise<ProbeReport> {
  return config.type === 'hikvision' ? probeHikvision(context, config) : probeDahua(context, config);
}
