import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult, type IConfiguration } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './lib/paths.ts'

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Required<IConfiguration>

const vueComponent = (script: string): string =>
  `<script setup lang="ts">\n${script}\n</script>\n<template><p /></template>\n`

/** Imports as they should be: none of these files may be complained about. */
const lawful: Record<string, string> = {
  'src/shared/result.ts': 'export const ok = 1\nexport type Ok = 1',
  'src/shared/errors.ts': `import * as v from 'valibot'\nexport const schema = v.string()`,
  'src/shared/protocol/signaling.ts': `import { ok } from '../result.ts'\nexport const reply = ok`,
  'src/shared/pairing/cpace.ts': `import { sha512 } from '@noble/hashes/sha2.js'\nexport const hash = sha512`,
  'src/renderer/main.ts': `import App from './App.vue'\nexport const app = App`,
  'src/renderer/App.vue': vueComponent(
    `import HomeView from './views/HomeView.vue'\ndefineExpose({ HomeView })`,
  ),
  'src/renderer/views/HomeView.vue': vueComponent(
    `import { session } from '../session/session.ts'\ndefineExpose({ session })`,
  ),
  'src/renderer/components/AppButton.vue': vueComponent(`defineProps<{ label: string }>()`),
  'src/renderer/composables/use-clock.ts': 'export const useClock = 1',
  'src/renderer/stores/share.ts': `import { web } from '../platform/web.ts'\nexport const share = web`,
  'src/renderer/session/session.ts': [
    `import { capture } from '../media/capture.ts'`,
    `import { peerLink } from '../transport/peer-link.ts'`,
    `import type { Ok } from '#shared/result.ts'`,
    'export const session: unknown = [capture, peerLink]',
    'export type Session = Ok',
  ].join('\n'),
  'src/renderer/session/host/host-code.ts': `import type { Session } from '../session.ts'\nexport type Code = Session`,
  'src/renderer/media/capture.ts': 'export const capture = 1\nexport type Capture = 1',
  'src/renderer/transport/peer-link.ts': `import Peer from 'simple-peer'\nexport const peerLink = Peer`,
  'src/renderer/input/keyboard.ts': 'export const keyboard = 1',
  'src/renderer/platform/web.ts': `import { ok } from '#shared/result.ts'\nexport const web = ok`,
  'src/main/index.ts': `import { app } from 'electron'\nimport '#shared/result.ts'\nexport const main = app`,
  'src/main/control/injector/create-backend.ts': `export { backend } from './x11/backend.ts'`,
  'src/main/control/injector/x11/backend.ts': `import { native } from '../native.ts'\nexport const backend = native`,
  'src/main/control/injector/portal/bus.ts': `import { MessageBus } from '@homebridge/dbus-native'\nexport const bus = MessageBus`,
  'src/main/control/injector/native.ts': `import koffi from 'koffi'\nexport const native = koffi`,
  'src/main/server/embedded.ts': `export { serve } from '../../../signaling-server/src/server.ts'`,
  'src/preload/index.ts': `import { ipcRenderer } from 'electron'\nexport const ipc = ipcRenderer`,
  'signaling-server/src/server.ts': `import { reply } from '../../src/shared/protocol/signaling.ts'\nexport const serve = reply`,
  'scripts/tool.ts': `export const tool = 1`,
  'bench/run.ts': `import { tool } from '../scripts/tool.ts'\nexport const run = tool`,
}

/** One trespass each: the rule that must catch it, the file, what it holds. */
const trespasses: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-cycles', 'scripts/a.ts', `import type { B } from './b.ts'\nexport type A = B | 1`],
  ['no-unresolvable', 'scripts/lost.ts', `import './nowhere.ts'`],
  ['components-imports-rightwards', 'src/renderer/components/up.ts', `import '../views/HomeView.vue'`],
  [
    'composables-imports-rightwards',
    'src/renderer/composables/up.ts',
    `import '../components/AppButton.vue'`,
  ],
  ['stores-imports-rightwards', 'src/renderer/stores/up.ts', `import '../composables/use-clock.ts'`],
  ['session-imports-rightwards', 'src/renderer/session/up.ts', `import '../stores/share.ts'`],
  [
    'transport-media-input-imports-rightwards',
    'src/renderer/media/up.ts',
    `import type { Session } from '../session/session.ts'\nexport type Up = Session`,
  ],
  [
    'components-imports-rightwards',
    'src/renderer/components/UpByType.vue',
    vueComponent(
      `import type HomeView from '../views/HomeView.vue'\ndefineProps<{ view: typeof HomeView }>()`,
    ),
  ],
  [
    'siblings-apart',
    'src/renderer/transport/sideways.ts',
    `import type { Capture } from '../media/capture.ts'\nexport type C = Capture`,
  ],
  [
    'host-and-viewer-apart',
    'src/renderer/session/viewer/sideways.ts',
    `import type { Code } from '../host/host-code.ts'\nexport type C = Code`,
  ],
  ['foundations-stand-alone', 'src/renderer/platform/up.ts', `import '../stores/share.ts'`],
  ['renderer-root-is-the-top', 'src/renderer/views/up.ts', `import '../main.ts'`],
  ['renderer-to-shared-only', 'src/renderer/session/over.ts', `import '../../main/index.ts'`],
  ['renderer-without-node', 'src/renderer/session/node.ts', `import 'node:fs'`],
  ['main-to-shared-only', 'src/main/over.ts', `import '../renderer/session/session.ts'`],
  [
    'main-embeds-the-server-in-one-place',
    'src/main/tray.ts',
    `import '../../signaling-server/src/server.ts'`,
  ],
  ['preload-to-shared-only', 'src/preload/over.ts', `import '../main/index.ts'`],
  ['shared-to-itself-only', 'src/shared/package.ts', `import 'vue'`],
  ['shared-to-itself-only', 'src/shared/node.ts', `import 'node:crypto'`],
  ['shared-to-itself-only', 'src/shared/over.ts', `import '../renderer/media/capture.ts'`],
  ['server-to-protocol-only', 'signaling-server/src/over.ts', `import '../../src/shared/pairing/cpace.ts'`],
  ['product-without-tooling', 'signaling-server/src/tool.ts', `import '../../scripts/tool.ts'`],
  ['tests-imported-by-nothing', 'scripts/cheat.ts', `import './some.test.ts'`],
  [
    'simple-peer-in-one-file',
    'src/renderer/session/peer.ts',
    `import type Peer from 'simple-peer'\nexport type P = Peer.Instance`,
  ],
  ['dbus-in-one-file', 'src/main/control/injector/portal/direct.ts', `import '@homebridge/dbus-native'`],
  ['koffi-in-one-file', 'src/main/control/injector/x11/direct.ts', `import 'koffi'`],
  [
    'native-calls-in-the-injector-alone',
    'src/main/control/short-cut.ts',
    `import './injector/x11/backend.ts'`,
  ],
  [
    'electron-in-main-and-preload',
    'src/renderer/session/ipc.ts',
    `import { ipcRenderer } from 'electron'\nexport const ipc = ipcRenderer`,
  ],
]

const violations = (result: ICruiseResult): string[] =>
  result.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)

describe('the layer rules', () => {
  let tree: string
  let found: string[]

  const write = async (file: string, source: string): Promise<void> => {
    await mkdir(dirname(join(tree, file)), { recursive: true })
    await writeFile(join(tree, file), `${source}\n`)
  }

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'beckon-layers-'))
    await symlink(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
    await write(
      'package.json',
      JSON.stringify({ type: 'module', imports: { '#shared/*': './src/shared/*' } }),
    )
    await write('tsconfig.base.json', '{}')
    await write('scripts/some.test.ts', 'export {}')
    await write('scripts/b.ts', `import type { A } from './a.ts'\nexport type B = A | 2`)
    for (const [file, source] of Object.entries(lawful)) await write(file, source)
    for (const [, file, source] of trespasses) await write(file, source)

    const { options, ...ruleSet } = config
    const { output } = await cruise(
      ['src', 'signaling-server', 'scripts', 'bench'],
      { ...options, baseDir: tree, validate: true, ruleSet },
      options.enhancedResolveOptions,
    )
    found = violations(output as ICruiseResult)
  })

  afterAll(() => rm(tree, { recursive: true, force: true }))

  it.each(trespasses)('%s catches %s', (rule, file) => {
    expect(found).toContain(`${rule}: ${file}`)
  })

  it('have a trespass for each of them', () => {
    const tried = new Set(trespasses.map(([rule]) => rule))
    expect([...tried].sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
  })

  it('leave lawful imports alone', () => {
    expect(found.filter((violation) => (violation.split(': ')[1] ?? '') in lawful)).toEqual([])
  })
})
