import { Socket } from 'node:dgram'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { app } from './electron/app.ts'
import { browser } from './electron/computer.ts'
import type { Announcement } from './calls.ts'
import { answerCalls } from './calls.ts'
import { control } from './control.ts'

/**
 * A process of the stand-in: runs the built main in this Node, with `electron` resolved to the stand-in.
 * Arguments: main, then those of the app.
 */
const standIn = import.meta.resolve('./electron/index.ts')
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main|\/common)?$/.test(specifier)
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
})

// Multicast with a TTL of 0 stays on this computer: no test announces itself to a real network.
const setMulticastInterface = Reflect.get(Socket.prototype, 'setMulticastInterface')
Socket.prototype.setMulticastInterface = function (address) {
  this.setMulticastTTL(0)
  setMulticastInterface.call(this, address)
}

answerCalls(control)
// A test that was killed closes nothing; nobody else would end this process and its browser.
process.once('disconnect', () => app.exit())
// As Electron has it: the app's path, then the arguments.
process.argv.splice(1, 1)
const [, main = ''] = process.argv
void browser.then(({ endpoint }) => process.send?.({ endpoint } satisfies Announcement))
await import(pathToFileURL(main).href)
