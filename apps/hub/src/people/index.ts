export { PEOPLE_ERRORS } from './errors.js';
export {
  createMapping,
  getMapping,
  listMappings,
  type MappingRecord,
  type Reattribute,
  removeMapping,
  updateMapping,
} from './mappings.js';
export { NUMBER_KINDS } from './numbers.js';
export {
  createPerson,
  getPerson,
  listPeople,
  type PersonRecord,
  updatePerson,
} from './people.js';
export {
  createStation,
  listStations,
  removeStation,
  updateStation,
} from './stations.js';
export { createUnit, listUnits, removeUnit, updateUnit } from './units.js';
export { listUnmapped } from './unmapped.js';
