import { parentPort, workerData } from 'node:worker_threads'
import { openLibrary, type Pointer } from '../../src/main/control/injector/native.ts'

/**
 * A window over all of an X display, which says at what moment each press reached it and turns from black to white, and
 * back, with each key. Runs in a thread of its own, so that nothing comes between the event and the clock.
 */
const { displayName, width, height } = workerData as {
  readonly displayName: string
  readonly width: number
  readonly height: number
}

/** X11/X.h; offsets where pointers have 64 bits. */
const KEY_PRESS = 2
const BUTTON_PRESS = 4
const EVENT_MASK = (1 << 0) | (1 << 2)
const CW_OVERRIDE_REDIRECT = 1 << 9
const EVENT_BYTES = 192
const ATTRIBUTES = { size: 112, overrideRedirect: 88 }
const REVERT_TO_NONE = 0
const BLACK = 0
const WHITE = 0xff_ffff
const LOOK_MS = 0.2

const x = openLibrary('libX11.so.6')
const open: (name: string) => Pointer = x.func('void *XOpenDisplay(const char *name)')
const rootOf: (server: Pointer) => number = x.func('unsigned long XDefaultRootWindow(void *display)')
const createWindow: (server: Pointer, root: number, ...box: number[]) => number = x.func(
  'unsigned long XCreateSimpleWindow(void *display, unsigned long parent, int x, int y, unsigned int width, unsigned int height, unsigned int border, unsigned long borderColour, unsigned long background)',
)
const change: (server: Pointer, window: number, mask: number, attributes: Uint8Array) => number = x.func(
  'int XChangeWindowAttributes(void *display, unsigned long window, unsigned long mask, void *attributes)',
)
const select: (server: Pointer, window: number, mask: number) => number = x.func(
  'int XSelectInput(void *display, unsigned long window, long mask)',
)
const map: (server: Pointer, window: number) => number = x.func(
  'int XMapRaised(void *display, unsigned long window)',
)
const focus: (server: Pointer, window: number, revertTo: number, time: number) => number = x.func(
  'int XSetInputFocus(void *display, unsigned long focus, int revert_to, unsigned long time)',
)
const paint: (server: Pointer, window: number, colour: number) => number = x.func(
  'int XSetWindowBackground(void *display, unsigned long window, unsigned long colour)',
)
const clear: (server: Pointer, window: number) => number = x.func(
  'int XClearWindow(void *display, unsigned long window)',
)
const flush: (server: Pointer) => number = x.func('int XFlush(void *display)')
const sync: (server: Pointer, discard: number) => number = x.func('int XSync(void *display, int discard)')
const pending: (server: Pointer) => number = x.func('int XPending(void *display)')
const next: (server: Pointer, event: Uint8Array) => number = x.func(
  'int XNextEvent(void *display, void *event)',
)

const server = open(displayName)
const window = createWindow(server, rootOf(server), 0, 0, width, height, 0, 0, BLACK)
const attributes = new Uint8Array(ATTRIBUTES.size)
attributes[ATTRIBUTES.overrideRedirect] = 1
change(server, window, CW_OVERRIDE_REDIRECT, attributes)
select(server, window, EVENT_MASK)
map(server, window)
sync(server, 0)
focus(server, window, REVERT_TO_NONE, 0)
sync(server, 0)
parentPort?.postMessage('ready')

const sleeper = new Int32Array(new SharedArrayBuffer(4))
let colour = BLACK
for (;;) {
  while (pending(server) > 0) {
    const event = new Uint8Array(EVENT_BYTES)
    next(server, event)
    const kind = new DataView(event.buffer).getInt32(0, true)
    if (kind === BUTTON_PRESS) parentPort?.postMessage(performance.timeOrigin + performance.now())
    if (kind !== KEY_PRESS) continue
    colour = colour === BLACK ? WHITE : BLACK
    paint(server, window, colour)
    clear(server, window)
    flush(server)
  }
  Atomics.wait(sleeper, 0, 0, LOOK_MS)
}
