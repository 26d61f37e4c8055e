/**
 * Imports go in one direction only. Type imports count: a type that is known to two layers couples them as well.
 * scripts/layers.test.ts holds a violation of each rule.
 * @type {import('dependency-cruiser').IConfiguration}
 */

const test = '\\.test\\.ts$'
const anyOf = (names) => `(${names.join('|')})`

/** The renderer's layers, left to right; a layer imports from itself and from those further right. */
const layers = [
  ['views'],
  ['components'],
  ['composables'],
  ['stores'],
  ['session'],
  // Siblings, joined by the session alone.
  ['transport', 'media', 'input'],
]
/** What every layer of the renderer may use, and what uses none of them. */
const foundations = ['platform', 'i18n', 'styles']

/** Files that lie directly in src/renderer: they put the layers together. */
const rendererRoot = '^src/renderer/[^/]+$'
const inRenderer = (names) => `^src/renderer/${anyOf(names)}/`

const rightToLeft = layers.slice(1).map((names, index) => ({
  name: `${names.join('-')}-imports-rightwards`,
  comment: 'views → components → composables → stores → session → {transport, media, input} → shared',
  severity: 'error',
  from: { path: inRenderer(names) },
  to: { path: inRenderer(layers.slice(0, index + 1).flat()) },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },

    ...rightToLeft,
    {
      name: 'siblings-apart',
      comment: 'transport, media and input know nothing of each other; the session joins them.',
      severity: 'error',
      from: { path: `^src/renderer/${anyOf(layers.at(-1))}/` },
      to: { path: inRenderer(layers.at(-1)), pathNot: '^src/renderer/$1/' },
    },
    {
      name: 'host-and-viewer-apart',
      comment: 'The two ends of a session know each other by their messages alone.',
      severity: 'error',
      from: { path: '^src/renderer/session/(host|viewer)/' },
      to: { path: '^src/renderer/session/(host|viewer)/', pathNot: '^src/renderer/session/$1/' },
    },
    {
      name: 'foundations-stand-alone',
      comment: 'platform, i18n and styles are used by the layers and use none of them, nor each other.',
      severity: 'error',
      from: { path: `^src/renderer/${anyOf(foundations)}/` },
      to: { path: '^src/renderer/', pathNot: '^src/renderer/$1/' },
    },
    {
      name: 'renderer-root-is-the-top',
      comment: 'What puts the layers together is imported by none of them.',
      severity: 'error',
      from: { path: '^src/renderer/[^/]+/', pathNot: test },
      to: { path: rendererRoot },
    },

    {
      name: 'renderer-to-shared-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^(src|signaling-server|scripts|e2e|bench)/', pathNot: '^src/(renderer|shared)/' },
    },
    {
      name: 'renderer-without-node',
      comment: 'The renderer runs in a browser, too.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-to-shared-only',
      comment: 'src/main/server embeds the signaling server; the rest of main knows the shared code alone.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^(src|scripts|e2e|bench)/', pathNot: '^src/(main|shared)/' },
    },
    {
      name: 'main-embeds-the-server-in-one-place',
      severity: 'error',
      from: { path: '^src/main/', pathNot: '^src/main/server/' },
      to: { path: '^signaling-server/' },
    },
    {
      name: 'preload-to-shared-only',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^(src|signaling-server|scripts|e2e|bench)/', pathNot: '^src/(preload|shared)/' },
    },
    {
      name: 'shared-to-itself-only',
      comment: 'No runtime, no framework: shared code runs everywhere.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: test },
      to: { pathNot: ['^src/shared/', 'node_modules/(@noble|@scure/bip39|valibot)/'] },
    },
    {
      name: 'server-to-protocol-only',
      comment:
        'The server knows the protocol and what that is made of; never the apps, and of pairing what needs no secret. One helper of its tests plays both apps.',
      severity: 'error',
      from: { path: '^signaling-server/', pathNot: '^signaling-server/test/support/pairing\\.ts$' },
      to: {
        path: '^(src|scripts|e2e|bench)/',
        pathNot:
          '^src/shared/(protocol/|pairing/(decoy-pairing|step)\\.ts$|(errors|result|code|clock|emitter)\\.ts$)',
      },
    },
    {
      name: 'product-without-tooling',
      severity: 'error',
      from: { path: '^(src|signaling-server)/' },
      to: { path: '^(scripts|e2e|bench)/' },
    },
    {
      name: 'tests-imported-by-nothing',
      severity: 'error',
      from: { pathNot: test },
      to: { path: test },
    },

    {
      name: 'simple-peer-in-one-file',
      severity: 'error',
      from: { pathNot: '^src/renderer/transport/peer-link\\.ts$' },
      to: { path: 'node_modules/(@types/)?simple-peer/' },
    },
    {
      name: 'koffi-in-one-file',
      severity: 'error',
      from: { pathNot: ['^src/main/control/injector/native\\.ts$', test] },
      to: { path: 'node_modules/(koffi|@koromix)/' },
    },
    {
      name: 'dbus-in-one-file',
      comment: 'And in the desktop that tests play.',
      severity: 'error',
      from: { pathNot: ['^src/main/control/injector/portal/bus\\.ts$', '^e2e/control/support/dbus\\.ts$'] },
      to: { path: 'node_modules/@homebridge/dbus-native/' },
    },
    {
      name: 'native-calls-in-the-injector-alone',
      comment: 'They are loaded in a process of their own, and never in main.',
      severity: 'error',
      from: {
        path: '^src/main/',
        pathNot: [
          '^src/main/control/injector/(native|create-backend)\\.ts$',
          '^src/main/control/injector/(x11|windows|macos|portal)/',
        ],
      },
      to: { path: '^src/main/control/injector/(native\\.ts$|(x11|windows|macos|portal)/)' },
    },
    {
      name: 'electron-in-main-and-preload',
      severity: 'error',
      from: { path: '^(src|signaling-server|bench|e2e/web)/', pathNot: '^src/(main|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
