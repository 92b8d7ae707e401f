export { type CameraOptions, type SimulatedCamera, startCamera } from './camera.js';
export type { CameraUser } from './camera-auth.js';
export type { CameraFaults } from './camera-state.js';
export { type DahuaTerminal, type DahuaTerminalOptions, startDahuaTerminal } from './dahua-terminal.js';
export { type HikvisionTerminal, type HikvisionTerminalOptions, startHikvisionTerminal } from './hikvision-terminal.js';
