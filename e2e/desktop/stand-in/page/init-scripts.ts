import { createContextBridge } from './context-bridge.ts'
import { interceptDisplayMedia } from './display-media.ts'
import { POST, RECEIVE, runPreload } from './preload-world.ts'
import { interceptWindows } from './window-requests.ts'
import { createWire } from './wire.ts'

/** Frames other than the window's own page get no preload and no bridge, as by Electron's default. */
const inMainFrame = (script: string): string => `if (window === window.top) { ${script} }`

/** Source of a function that carries everything with it, to be run elsewhere. */
const source = (self: (...args: never[]) => unknown): string => `(${self.toString()})`

const literal = (value: string): string => JSON.stringify(value)

/** Opens the page's side of the context bridge, and puts main between it and what it may only ask for. */
export const pageScript = (secret: string): string =>
  inMainFrame(
    [
      `${source(createContextBridge)}(${literal(secret)}, 'page')`,
      ...[interceptDisplayMedia, interceptWindows].map((self) => `${source(self)}(${literal(secret)})`),
    ].join(';\n'),
  )

/** Runs the preload in its own world. */
export const preloadScript = (secret: string, preload: string): string =>
  inMainFrame(`${source(runPreload)}(
    {
      wire: ${source(createWire)}(),
      bridge: ${source(createContextBridge)}(${literal(secret)}, 'preload'),
      receiveName: ${literal(RECEIVE)},
      postName: ${literal(POST)},
      captureEvent: ${literal(`${secret}-capture`)},
      windowEvent: ${literal(`${secret}-window`)},
      platform: ${literal(process.platform)},
    },
    (require, module, exports, process) => { ${preload}\n },
  )`)
