import { pathToFileURL } from 'node:url'

/** A utility process of the stand-in: runs a built script with the `parentPort` that Electron would give it. */
const parentPort = {
  postMessage: (message: unknown) => process.send?.(message),
  on: (_event: 'message', listener: (event: { readonly data: unknown }) => void) =>
    process.on('message', (data) => listener({ data })),
}
Object.defineProperty(process, 'parentPort', { value: parentPort })
// As Electron's, it does not outlive the app.
process.on('disconnect', () => process.exit(0))

// As Electron has it: the script, then its arguments.
process.argv.splice(1, 1)
const [, script = ''] = process.argv
await import(pathToFileURL(script).href)
