export { NORMALISE_ERRORS } from './errors.js';
export { createNormaliser, type Normaliser } from './normaliser.js';
export { reattribute } from './reattribute.js';
