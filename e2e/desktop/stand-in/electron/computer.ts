import { join } from 'node:path'
import { createAddresses } from '../chromium/addresses.ts'
import { launchBrowser, type StandInBrowser } from '../chromium/browser.ts'
import { startOriginProxy } from '../chromium/origin-proxy.ts'
import { takeOptions } from '../options.ts'
import { protocolHandlers } from './protocol-handlers.ts'
import { lock } from './instance.ts'
import { userDataFolder } from './paths.ts'

/** The one computer, and the one browser on it, that all of the stand-in's modules share. */
export const options = takeOptions()

// Before main looks at it.
Object.defineProperty(process, 'platform', { value: options.platform })

export const addresses = createAddresses()

const start = async (): Promise<StandInBrowser> => {
  const proxy = await startOriginProxy({
    addresses,
    serve: (request) => protocolHandlers.serve(request),
  })
  const { scaleFactor, captures } = options
  return launchBrowser({
    profile: join(userDataFolder, 'Chromium'),
    proxy: proxy.address,
    scaleFactor,
    captures,
  })
}

/** Starts with the process, as Electron's does. A second instance has none: it ends before it would be ready. */
export const browser: Promise<StandInBrowser> = lock.isFirst ? start() : new Promise(() => {})
