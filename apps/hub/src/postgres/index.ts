export {
  attachEmbeddedPostgres,
  type EmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded.js';
export { POSTGRES_ERRORS } from './errors.js';
