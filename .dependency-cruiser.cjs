/**
 * Which way the parts may depend on each other: `core ← sdk ← plugins/*`, `core, sdk ← apps/hub`,
 * `sdk/client ← apps/console`. Workspace packages resolve to their sources (condition `hadir-source`), so what is checked
 * is the real graph. test/boundaries.test.ts proves on a fixture that each rule bites.
 */

const CORE = '^packages/core/';
const SDK = '^packages/sdk/';
const PLUGIN = '^packages/plugins/([^/]+)/';
const HUB = '^apps/hub/';
const TEST_CODE = '(\\.test\\.ts$|/test/|/testing/|^test/)';
/** The only files of a package that others may import. */
const PUBLIC = [
  '^packages/core/src/index\\.ts$',
  '^packages/sdk/src/index\\.ts$',
  '^packages/sdk/src/(host|codec|testing|client|proximity|checkin)/index\\.ts$',
  '^packages/plugins/[^/]+/src/(index|codecs|testing/index)\\.ts$',
  '^apps/hub/src/index\\.ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first part to understand. Type-only imports count: they tie files just as much.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'An import that leads nowhere. Fixtures may be broken on purpose.',
      severity: 'error',
      from: { pathNot: '/test/fixtures/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'core-imports-nothing-of-ours',
      comment: 'The attendance model is the foundation; it knows no other part.',
      severity: 'error',
      from: { path: CORE },
      to: { path: '^(packages/(sdk|plugins)|apps|bench)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'No I/O and nothing of Node.js in core: what it needs of a platform (SHA-256) is handed to it.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sdk-imports-core-only',
      comment: 'The SDK is what vendors install; it must not pull in the hub or a plugin.',
      severity: 'error',
      from: { path: SDK },
      to: { path: '^(packages/plugins|apps|bench)/' },
    },
    {
      name: 'client-runs-in-a-browser',
      comment: 'sdk/client is used by the console, sdk/checkin by phones: no modules of Node.js.',
      severity: 'error',
      from: { path: '^(packages/sdk/src/(client|checkin)|apps/checkin/src)/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'checkin-app-imports-sdk-checkin-only',
      comment: 'What a cheap phone loads over a slow line: the protocol of the SDK, and nothing else of Hadir.',
      severity: 'error',
      from: { path: '^apps/checkin/src/' },
      to: {
        path: '^(packages|apps)/',
        pathNot: ['^packages/sdk/src/checkin/index\\.ts$', '^apps/checkin/src/'],
      },
    },
    {
      name: 'testing-uses-the-public-host',
      comment: 'sdk/testing runs drivers as an embedder does; what the host is made of is none of its business.',
      severity: 'error',
      from: { path: '^packages/sdk/src/testing/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/sdk/src/host/', pathNot: '^packages/sdk/src/host/index\\.ts$' },
    },
    {
      name: 'client-stands-alone',
      comment: 'sdk/client is for programs that speak to a hub; it needs nothing of drivers but their types.',
      severity: 'error',
      from: { path: '^packages/sdk/src/client/', pathNot: TEST_CODE },
      to: { path: '^packages/sdk/src/(host|runner|testing|codec|protocol)/' },
    },
    {
      name: 'plugins-import-sdk-only',
      comment: 'A plugin sees the driver contract and nothing else of Hadir.',
      severity: 'error',
      from: { path: '^packages/plugins/[^/]+/' },
      to: { path: '^(packages/core|apps|bench)/' },
    },
    {
      name: 'plugins-do-not-know-each-other',
      severity: 'error',
      from: { path: PLUGIN },
      to: { path: '^packages/plugins/', pathNot: '^packages/plugins/$1/' },
    },
    {
      name: 'hub-never-imports-a-plugin',
      comment: 'The hub finds plugins by their manifest. Its tests and the demo may use a plugin’s public simulators.',
      severity: 'error',
      from: { path: HUB, pathNot: ['^apps/hub/test/', '^apps/hub/src/demo/'] },
      to: { path: '^packages/plugins/' },
    },
    {
      name: 'simulators-only-from-testing',
      comment: 'What the hub’s tests and demo may use of a plugin is its `testing` entry.',
      severity: 'error',
      from: { path: ['^apps/hub/test/', '^apps/hub/src/demo/'] },
      to: { path: '^packages/plugins/', pathNot: '^packages/plugins/[^/]+/src/testing/index\\.ts$' },
    },
    {
      name: 'no-deep-imports-of-core',
      severity: 'error',
      from: { pathNot: CORE },
      to: { path: CORE, pathNot: PUBLIC },
    },
    {
      name: 'no-deep-imports-of-sdk',
      severity: 'error',
      from: { pathNot: SDK },
      to: { path: SDK, pathNot: PUBLIC },
    },
    {
      name: 'no-deep-imports-of-plugins',
      severity: 'error',
      from: { pathNot: '^packages/plugins/' },
      to: { path: '^packages/plugins/', pathNot: PUBLIC },
    },
    {
      name: 'no-deep-imports-of-hub',
      severity: 'error',
      from: { pathNot: HUB },
      to: { path: HUB, pathNot: PUBLIC },
    },
    {
      name: 'no-test-tools-in-products',
      comment: 'Simulators and test helpers stay out of what runs in an office (the demo is made of simulators).',
      severity: 'error',
      from: {
        path: '^(packages|apps)/.*/src/',
        pathNot: ['\\.test\\.ts$', '/testing/', '^apps/hub/src/demo/'],
      },
      to: { path: '(/src/testing/|/test/|\\.test\\.ts$)' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'What is imported is in the package’s own package.json.',
      severity: 'error',
      from: { path: '^(packages|apps)/.*/src/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-products',
      severity: 'error',
      from: { path: '^(packages|apps)/.*/src/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    combinedDependencies: false,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['hadir-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
