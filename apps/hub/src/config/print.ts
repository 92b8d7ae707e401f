import { stringify } from 'yaml';
import { ConfigSchema, type HubConfig } from './schema.js';
import { leafSchemas, setAt, valueAt } from './sources.js';

const HIDDEN = '••••';

/** The settings in force as YAML, secrets hidden. Plugin settings are shown by name only: the hub cannot know which are secret. */
export function printConfig(config: HubConfig): string {
  const { baseFolder: _, ...shown } = structuredClone(config) as HubConfig;
  const tree = shown as unknown as Record<string, unknown>;
  for (const [path, schema] of leafSchemas(ConfigSchema, [])) {
    const keys = path.split('.');
    if ((schema as { 'x-secret'?: boolean })['x-secret'] !== true || valueAt(tree, keys) === undefined) continue;
    setAt(tree, keys, redactUrl(String(valueAt(tree, keys))));
  }
  tree.plugins =
    config.plugins?.map(({ use, enabled, settings }) => ({
      use,
      enabled: enabled ?? true,
      ...(settings ? { settings: Object.fromEntries(Object.keys(settings).map((key) => [key, HIDDEN])) } : {}),
    })) ?? 'installed';
  return stringify(tree);
}

/** Keeps what helps to recognise an address (host, port, database), hides user and password. */
export function redactUrl(text: string): string {
  try {
    const url = new URL(text);
    if (url.host === '') return HIDDEN;
    const user = url.username || url.password ? `${HIDDEN}@` : '';
    return `${url.protocol}//${user}${url.host}${url.pathname}`;
  } catch {
    return HIDDEN;
  }
}
