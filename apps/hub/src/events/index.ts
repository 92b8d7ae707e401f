export { EVENT_ERRORS } from './errors.js';
export { type EventRow, selectEvents } from './event-view.js';
export { explainEvent } from './explain.js';
export { type EventFilter, type EventPlace, getEvent, listEvents } from './list-events.js';
export { createEventNames, type EventNames } from './names.js';
export { type Evidence, evidenceOf } from './provenance.js';
export { DIRECTION_WORDS, METHOD_WORDS } from './words.js';
