import { openLibrary, type Pointer } from '../../../src/main/control/injector/native.ts'
import type { Display } from '../../support/display.ts'

/** A press of a mouse button, in pixels of the whole screen, as the X server tells the window below it. */
export interface RecordedClick {
  readonly x: number
  readonly y: number
  readonly button: number
}

/** X11/X.h. */
const BUTTON_PRESS = 4
const BUTTON_PRESS_MASK = 1 << 2
const CW_OVERRIDE_REDIRECT = 1 << 9
/** Offsets in XEvent, XButtonEvent and XSetWindowAttributes where pointers have 64 bits. */
const EVENT = { size: 192, type: 0, xRoot: 72, yRoot: 76, button: 84 }
const ATTRIBUTES = { size: 112, overrideRedirect: 88 }

/** A window over all of a display that notes each click on it: a program that is told by the server and nobody else. */
export const openClickRecorder = (
  display: Display,
  size: { readonly width: number; readonly height: number },
) => {
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
  const sync: (server: Pointer, discard: number) => number = x.func('int XSync(void *display, int discard)')
  const pending: (server: Pointer) => number = x.func('int XPending(void *display)')
  const next: (server: Pointer, event: Uint8Array) => number = x.func(
    'int XNextEvent(void *display, void *event)',
  )
  const close: (server: Pointer) => number = x.func('int XCloseDisplay(void *display)')

  const server = open(display.name)
  const window = createWindow(server, rootOf(server), 0, 0, size.width, size.height, 0, 0, 0)
  const attributes = new Uint8Array(ATTRIBUTES.size)
  attributes[ATTRIBUTES.overrideRedirect] = 1
  change(server, window, CW_OVERRIDE_REDIRECT, attributes)
  select(server, window, BUTTON_PRESS_MASK)
  map(server, window)
  sync(server, 0)

  const found: RecordedClick[] = []
  return {
    /** All clicks so far. */
    clicks: (): readonly RecordedClick[] => {
      while (pending(server) > 0) {
        const event = new Uint8Array(EVENT.size)
        next(server, event)
        const view = new DataView(event.buffer)
        if (view.getInt32(EVENT.type, true) !== BUTTON_PRESS) continue
        const at = { x: view.getInt32(EVENT.xRoot, true), y: view.getInt32(EVENT.yRoot, true) }
        found.push({ ...at, button: view.getUint32(EVENT.button, true) })
      }
      return found
    },
    close: () => void close(server),
  }
}
