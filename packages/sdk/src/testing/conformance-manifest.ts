import { Compile } from 'typebox/compile';
import type { Driver } from '../driver/driver.js';
import { Manifest } from '../driver/manifest.js';
import { looksLikeHadirError } from '../protocol/error-facts.js';
import { servesApiVersion } from '../protocol/version.js';
import type { ConformanceCheck, ConformanceOptions } from './conformance-contract.js';
import { configOf, demand, withDriver } from './conformance-run.js';
import { memorySink } from './memory-sink.js';

export function manifestChecks(driver: Driver, options: ConformanceOptions): readonly ConformanceCheck[] {
  const manifest = JSON.parse(
    JSON.stringify({ ...driver.manifest, config: driver.config, settings: driver.settings }),
  ) as Manifest;
  return [
    {
      name: 'manifest: has the agreed shape and a contract version that is served',
      async run() {
        const checker = Compile(Manifest);
        const fault = checker.Check(manifest) ? undefined : checker.Errors(manifest)[0];
        demand(fault === undefined, `manifest${fault?.instancePath ?? ''} ${fault?.message ?? ''}`);
        demand(servesApiVersion(manifest.apiVersion), `contract version ${manifest.apiVersion} is not served`);
        demand(manifest.capabilities.length > 0, 'the manifest names no capability');
      },
    },
    {
      name: 'manifest: every text of its errors is there in Indonesian and English',
      async run() {
        for (const [code, { message, remedy }] of Object.entries(manifest.errors ?? {})) {
          for (const text of [message.id, message.en, remedy.id, remedy.en]) {
            demand(text.trim() !== '', `${code} has an empty text`);
          }
        }
      },
    },
    {
      name: 'manifest: its configuration, as JSON Schema, refuses what it does not know',
      async run() {
        const config = { ...(await configOf(options)), 'no-such-property': 1 };
        const verdict = await withDriver(driver, options, config, memorySink(), async () => 'accepted').catch(
          (thrown: unknown) => (looksLikeHadirError(thrown) ? thrown.code : String(thrown)),
        );
        demand(verdict === 'PLUGIN_CONFIG_INVALID', `a property that the schema does not know: ${verdict}`);
      },
    },
  ];
}
