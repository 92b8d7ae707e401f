export { createFeed, type Feed } from './feed.js';
export type { FeedEvent } from './feed-event.js';
export { FEED_CHANNEL } from './listener.js';
