export { dayKeys, keyDayOf } from './day-key.js';
export { listTemperatures } from './list.js';
export { openRows } from './open-rows.js';
export { purgeTemperatures, TEMPERATURE_DAYS } from './purge.js';
export { sealReading } from './seal.js';
export { insertTemperatures, type PlacedTemperature } from './write.js';
