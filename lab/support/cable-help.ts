import { test as base } from '@playwright/test'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Help, letHelperIn } from '../../e2e/control/support/helper.ts'
import { launchStandIn } from '../../e2e/desktop/stand-in/backend.ts'
import { SCREEN, startDisplay } from '../../e2e/support/display.ts'
import { launchParticipant, viewerWindow } from '../../e2e/support/participant.ts'
import { programPath } from '../../e2e/support/programs.ts'
import { Cable } from './cable.ts'
import { enterNamespace } from './enter.ts'

const LOOPBACK = '127.0.0.1'

/** The program that runs Chromium at the helper's end; it is driven through a pipe, which needs no network. */
const writeHelperProgram = async (cable: Cable, folder: string): Promise<string> => {
  const path = join(folder, 'chromium-at-helper')
  const enter = cable.ends.helper.enter.join(' ')
  await writeFile(path, `#!/bin/sh\nexec ${enter} ${programPath('chromium')} "$@"\n`)
  await chmod(path, 0o755)
  return path
}

/** A computer that is shared by the desktop app, and a helper in a browser, with one cable between them. */
export const test = base.extend<{ readonly cable: Cable; readonly help: Help }>({
  cable: async ({}, use) => {
    const cable = new Cable()
    // The app, the server in it and who drives them are at the host's end.
    const leave = enterNamespace(cable.ends.host)
    await use(cable)
    leave()
    cable.remove()
  },

  help: async ({ cable }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'beckon-cable-'))
    const program = await writeHelperProgram(cable, folder)
    const display = await startDisplay()
    const helperDisplay = await startDisplay()
    const desktop = await launchStandIn({ display: display.name, userData: folder, args: ['--hidden'] })
    const closing: (() => Promise<unknown>)[] = [() => desktop.close()]
    const address = cable.addressOf('host')
    const help = await letHelperIn(
      { display, shared: { x: 0, y: 0, ...SCREEN } },
      desktop,
      async (options) => {
        const at = options.at.replace(LOOPBACK, address)
        const helper = await launchParticipant(helperDisplay, viewerWindow, {
          ...options,
          at,
          program,
          flags: [
            `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${address}`,
            `--unsafely-treat-insecure-origin-as-secure=${new URL(at).origin}`,
          ],
        })
        closing.unshift(() => helper.close())
        return helper
      },
    )
    await use(help)
    for (const close of closing) await close()
    await helperDisplay.stop()
    await display.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})
