export { PEOPLE_ERRORS } from './errors.js';
export {
  createMapping,
  getMapping,
  listMappings,
  type MappingChange,
  type MappingRecord,
  type NewMapping,
  type Reattribute,
  removeMapping,
  updateMapping,
} from './mappings.js';
export { NUMBER_KINDS, type NumberInput } from './numbers.js';
export {
  createPerson,
  getPerson,
  listPeople,
  type NewPerson,
  type PeopleContext,
  type PersonRecord,
  updatePerson,
} from './people.js';
export {
  createStation,
  listStations,
  type NewStation,
  removeStation,
  type StationRecord,
  updateStation,
} from './stations.js';
export { createUnit, listUnits, type NewUnit, removeUnit, type UnitRecord, updateUnit } from './units.js';
export { listUnmapped, type UnmappedUser } from './unmapped.js';
