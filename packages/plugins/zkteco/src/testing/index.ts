export { type AdmsTerminalOptions, type SimulatedAdmsTerminal, startAdmsTerminal } from './adms-terminal.js';
export type { AdmsTerminalUser } from './adms-terminal-commands.js';
export type { AdmsPunch } from './adms-terminal-log.js';
export {
  type SimulatedSoapTerminal,
  type SoapFaults,
  type SoapTerminalMemory,
  type SoapTerminalOptions,
  startSoapTerminal,
} from './soap-terminal.js';
export type { TerminalFaults, TerminalLies, TerminalOptions, TerminalPunch } from './terminal-options.js';
export { type SimulatedTerminal, startTerminal } from './terminal-server.js';
