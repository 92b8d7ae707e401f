export { createFeed, type Feed, type SubscribeOptions } from './feed.js';
export { FEED_COLUMNS, type FeedEvent, type FeedRow, feedEvent } from './feed-event.js';
export { FEED_CHANNEL } from './listener.js';
