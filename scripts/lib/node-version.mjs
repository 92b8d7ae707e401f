import { SetupError } from './messages.mjs';

/** The oldest Node.js that Hadir runs on; the same as `engines` in package.json. */
const MINIMUM_NODE = [20, 19, 0];

/** @public used by tests */
export function isOldNode(version, minimum = MINIMUM_NODE) {
  const parts = version
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
  for (let index = 0; index < minimum.length; index += 1) {
    const part = parts[index] || 0;
    if (part !== minimum[index]) return part < minimum[index];
  }
  return false;
}

export function requireNode(version = process.version) {
  if (isOldNode(version)) {
    throw new SetupError('SETUP_NODE_TOO_OLD', { found: version, wanted: `v${MINIMUM_NODE.join('.')}` });
  }
}
