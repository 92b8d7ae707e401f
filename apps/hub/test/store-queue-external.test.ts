import { storeAndQueueConformance } from './store-queue.conformance.js';

storeAndQueueConformance({ name: 'external PostgreSQL, queue in Redis', postgres: 'external', redis: true });
