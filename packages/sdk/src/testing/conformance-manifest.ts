import { Compile } from 'typebox/compile';
import type { Driver } from '../driver/driver.js';
import { Manifest } from '../driver/manifest.js';
import { createConfigChecker } from '../host/config-schema.js';
import { servesApiVersion } from '../protocol/version.js';
import type { ConformanceCheck, ConformanceOptions } from './conformance-contract.js';
import { configOf, demand } from './conformance-run.js';
import { testingError } from './errors.js';

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
      name: 'manifest: its schemas, as JSON, accept the configuration and refuse what they do not know',
      async run() {
        const config = await configOf(options);
        const checker = createConfigChecker(manifest.config, (reason) =>
          testingError('TEST_CONFORMANCE', { what: `the config schema: ${reason}` }),
        );
        const checked = checker.check(config);
        demand(checked.ok, checked.ok ? '' : `the configuration is refused at ${checked.path}: ${checked.reason}`);
        const unknown = checker.check({ ...config, 'no-such-property': 1 });
        demand(!unknown.ok, 'the config schema allows properties it does not know');
      },
    },
  ];
}
