import { storeAndQueueConformance } from './store-queue.conformance.js';

storeAndQueueConformance({ name: 'embedded PostgreSQL, queue in PostgreSQL', postgres: 'embedded', redis: false });
