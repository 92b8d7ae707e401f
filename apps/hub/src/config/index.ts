export { CONFIG_ERRORS } from './errors.js';
export { TemperatureSettings, VisitSettings } from './health-settings.js';
export { type LoadOptions, loadConfig } from './load.js';
export { printConfig, redactUrl } from './print.js';
export { DEFAULT_PORT, type HubConfig, type HubRole, type PluginConfig } from './schema.js';
export { checkJsonSchema, faultText, type SchemaFault, schemaFaults } from './schema-errors.js';
