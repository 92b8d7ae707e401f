export { codeTablesOf } from './code-tables.js';
export { hubFolder, installedPlugins, pluginEntries } from './find.js';
export { hostEvents } from './host-events.js';
export { holdLease } from './lease.js';
