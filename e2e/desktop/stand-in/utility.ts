import { pathToFileURL } from 'node:url'

type Listener = (event: { readonly data: unknown }) => void
const listeners = new Map<Listener, (data: unknown) => void>()

/** A utility process of the stand-in: runs a built script with the `parentPort` that Electron would give it. */
const parentPort = {
  postMessage: (message: unknown) => process.send?.(message),
  on: (_event: 'message', listener: Listener) => {
    const hear = (data: unknown): void => listener({ data })
    listeners.set(listener, hear)
    process.on('message', hear)
  },
  off: (_event: 'message', listener: Listener) => {
    const hear = listeners.get(listener)
    if (hear) process.off('message', hear)
  },
}
Object.defineProperty(process, 'parentPort', { value: parentPort })
// As Electron's, it does not outlive the app.
process.on('disconnect', () => process.exit(0))

// As Electron has it: the script, then its arguments.
process.argv.splice(1, 1)
const [, script = ''] = process.argv
await import(pathToFileURL(script).href)
