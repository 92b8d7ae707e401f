export { decideEvent, decisionsOf, VERDICT_THAT_COUNTS } from './decisions.js';
export { EVENT_ERRORS } from './errors.js';
export type { EventRow } from './event-view.js';
export { explainEvent } from './explain.js';
export { getEvent, listEvents } from './list-events.js';
export { createEventNames, type EventNames } from './names.js';
export { evidenceOf } from './provenance.js';
export { DIRECTION_WORDS, METHOD_WORDS } from './words.js';
