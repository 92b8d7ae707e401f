import type { Capability } from '../driver/capability.js';
import type { Driver } from '../driver/driver.js';
import { backfillChecks } from './conformance-backfill.js';
import type { ConformanceCheck, ConformanceOptions } from './conformance-contract.js';
import { lifeChecks } from './conformance-life.js';
import { manifestChecks } from './conformance-manifest.js';

/**
 * The checks that apply to a driver's capabilities. They open real devices; run them one after the other:
 *
 *     for (const check of conformance(driver, options)) test(check.name, check.run);
 */
export function conformance(driver: Driver, options: ConformanceOptions): readonly ConformanceCheck[] {
  const has = (capability: Capability) => driver.manifest.capabilities.includes(capability);
  return [
    ...manifestChecks(driver, options),
    ...lifeChecks(driver, options, has),
    ...(has('backfill') ? backfillChecks(driver, options) : []),
  ];
}
