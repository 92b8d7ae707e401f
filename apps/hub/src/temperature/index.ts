export { dayKeys, keyDayOf } from './day-key.js';
export { openRows } from './open-rows.js';
export { purgeTemperatures, reportRetention } from './purge.js';
export { sealReading } from './seal.js';
export { insertTemperatures, type PlacedTemperature } from './write.js';
