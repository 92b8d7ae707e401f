export type { TerminalFaults, TerminalLies, TerminalOptions, TerminalPunch } from './terminal-options.js';
export { type SimulatedTerminal, startTerminal } from './terminal-server.js';
