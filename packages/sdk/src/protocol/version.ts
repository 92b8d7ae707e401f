/** Version of the messages between host and plugin process. Both come from SDK copies that may differ. */
export const PROTOCOL_VERSION = 1;

/** Contract versions (`Manifest.apiVersion`) that this host can serve. */
export const API_VERSIONS = Object.freeze({ oldest: 1, newest: 1 });

export function servesApiVersion(version: number): boolean {
  return version >= API_VERSIONS.oldest && version <= API_VERSIONS.newest;
}
