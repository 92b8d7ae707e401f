export { NORMALISE_ERRORS } from './errors.js';
export { createNormaliser, type NormaliseOutcome, type Normaliser, type NormaliserOptions } from './normaliser.js';
export { reattribute } from './reattribute.js';
