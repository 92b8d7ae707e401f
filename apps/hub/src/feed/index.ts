export { createFeed, type Feed, type SubscribeOptions } from './feed.js';
export type { FeedEvent } from './feed-event.js';
export { FEED_CHANNEL } from './listener.js';
