import { openLibrary, type Pointer } from '../../src/main/control/injector/native.ts'

/** X11/X.h: events that a window can be told of, and the masks that ask for them. */
export const xEvents = {
  keyPress: { kind: 2, mask: 1 << 0 },
  buttonPress: { kind: 4, mask: 1 << 2 },
} as const
export type XEventName = keyof typeof xEvents

/** Sizes and offsets of XEvent and XSetWindowAttributes where pointers have 64 bits. */
const EVENT = { size: 192, kind: 0 }
const ATTRIBUTES = { size: 112, overrideRedirect: 88 }
const CW_OVERRIDE_REDIRECT = 1 << 9
const REVERT_TO_NONE = 0

export interface CoverWindow {
  /** The next event that has arrived, whole; null if there is none. */
  next(): { readonly name: XEventName; readonly data: DataView } | null
  takeKeyboard(): void
  /** Fills it with a colour, 0xRRGGBB. */
  paint(colour: number): void
  close(): void
}

/** A black window over all of an X display that no window manager touches: what comes to it, the server alone has sent. */
export const openCoverWindow = (
  displayName: string,
  { width, height }: { readonly width: number; readonly height: number },
  names: readonly XEventName[],
): CoverWindow => {
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
  const fill: (server: Pointer, window: number, colour: number) => number = x.func(
    'int XSetWindowBackground(void *display, unsigned long window, unsigned long colour)',
  )
  const clear: (server: Pointer, window: number) => number = x.func(
    'int XClearWindow(void *display, unsigned long window)',
  )
  const flush: (server: Pointer) => number = x.func('int XFlush(void *display)')
  const sync: (server: Pointer, discard: number) => number = x.func('int XSync(void *display, int discard)')
  const pending: (server: Pointer) => number = x.func('int XPending(void *display)')
  const nextEvent: (server: Pointer, event: Uint8Array) => number = x.func(
    'int XNextEvent(void *display, void *event)',
  )
  const close: (server: Pointer) => number = x.func('int XCloseDisplay(void *display)')

  const server = open(displayName)
  const window = createWindow(server, rootOf(server), 0, 0, width, height, 0, 0, 0)
  const attributes = new Uint8Array(ATTRIBUTES.size)
  attributes[ATTRIBUTES.overrideRedirect] = 1
  change(server, window, CW_OVERRIDE_REDIRECT, attributes)
  select(
    server,
    window,
    names.reduce((mask, name) => mask | xEvents[name].mask, 0),
  )
  map(server, window)
  sync(server, 0)
  return {
    next() {
      while (pending(server) > 0) {
        const event = new Uint8Array(EVENT.size)
        nextEvent(server, event)
        const data = new DataView(event.buffer)
        const kind = data.getInt32(EVENT.kind, true)
        const name = names.find((it) => xEvents[it].kind === kind)
        if (name) return { name, data }
      }
      return null
    },
    takeKeyboard() {
      focus(server, window, REVERT_TO_NONE, 0)
      sync(server, 0)
    },
    paint(colour) {
      fill(server, window, colour)
      clear(server, window)
      flush(server)
    },
    close: () => void close(server),
  }
}
