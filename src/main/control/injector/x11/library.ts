import { openLibrary, registerCallback, type Pointer } from '../native.ts'

/**
 * The functions of Xlib, XTEST, XKB and XInput 2 that are needed, on one connection to the X server.
 * Declarations: X11/Xlib.h, X11/XKBlib.h, X11/extensions/XTest.h, X11/extensions/XInput2.h.
 */
export interface XServer {
  readonly display: Pointer
  readonly root: number
  readonly lib: Library
}

export interface Library {
  openDisplay(name: string | null): Pointer | null
  closeDisplay(display: Pointer): number
  flush(display: Pointer): number
  sync(display: Pointer, discard: number): number
  free(data: Pointer): number
  defaultRootWindow(display: Pointer): number
  setErrorHandler(handler: Pointer): Pointer
  displayKeycodes(display: Pointer, min: Int32Array, max: Int32Array): number
  getKeyboardMapping(display: Pointer, first: number, count: number, per: Int32Array): Pointer
  changeKeyboardMapping(
    display: Pointer,
    first: number,
    per: number,
    keysyms: BigUint64Array,
    count: number,
  ): number
  queryPointer(
    display: Pointer,
    window: number,
    root: BigUint64Array,
    child: BigUint64Array,
    rootX: Int32Array,
    rootY: Int32Array,
    x: Int32Array,
    y: Int32Array,
    mask: Uint32Array,
  ): number
  xkbGetState(display: Pointer, device: number, state: Uint8Array): number
  xkbLockModifiers(display: Pointer, device: number, affect: number, values: number): number
  queryExtension(
    display: Pointer,
    name: string,
    opcode: Int32Array,
    event: Int32Array,
    error: Int32Array,
  ): number
  internAtom(display: Pointer, name: string, onlyIfExists: number): number
  changeProperty(
    display: Pointer,
    window: number,
    name: number,
    type: number,
    format: number,
    mode: number,
    data: BigUint64Array,
    count: number,
  ): number
  deleteProperty(display: Pointer, window: number, name: number): number
  getWindowProperty(
    display: Pointer,
    window: number,
    name: number,
    offset: number,
    length: number,
    remove: number,
    type: number,
    actualType: BigUint64Array,
    actualFormat: Int32Array,
    count: BigUint64Array,
    bytesAfter: BigUint64Array,
    data: BigUint64Array,
  ): number
  pending(display: Pointer): number
  nextEvent(display: Pointer, event: Uint8Array): number
  getEventData(display: Pointer, cookie: Uint8Array): number
  freeEventData(display: Pointer, cookie: Uint8Array): void
  fakeKey(display: Pointer, keycode: number, press: number, delayMs: number): number
  fakeButton(display: Pointer, button: number, press: number, delayMs: number): number
  fakeMotion(display: Pointer, screen: number, x: number, y: number, delayMs: number): number
}

const bind = (): Library => {
  const x = openLibrary('libX11.so.6')
  const test = openLibrary('libXtst.so.6')
  return {
    openDisplay: x.func('void *XOpenDisplay(const char *name)'),
    closeDisplay: x.func('int XCloseDisplay(void *display)'),
    flush: x.func('int XFlush(void *display)'),
    sync: x.func('int XSync(void *display, int discard)'),
    free: x.func('int XFree(void *data)'),
    defaultRootWindow: x.func('unsigned long XDefaultRootWindow(void *display)'),
    setErrorHandler: x.func('void *XSetErrorHandler(void *handler)'),
    displayKeycodes: x.func('int XDisplayKeycodes(void *display, void *min, void *max)'),
    getKeyboardMapping: x.func(
      'void *XGetKeyboardMapping(void *display, uint8_t first, int count, void *per)',
    ),
    changeKeyboardMapping: x.func(
      'int XChangeKeyboardMapping(void *display, int first, int per, void *keysyms, int count)',
    ),
    queryPointer: x.func(
      'int XQueryPointer(void *display, unsigned long window, void *root, void *child, void *rx, void *ry, void *x, void *y, void *mask)',
    ),
    xkbGetState: x.func('int XkbGetState(void *display, unsigned int device, void *state)'),
    xkbLockModifiers: x.func(
      'int XkbLockModifiers(void *display, unsigned int device, unsigned int affect, unsigned int values)',
    ),
    queryExtension: x.func(
      'int XQueryExtension(void *display, const char *name, void *opcode, void *event, void *error)',
    ),
    internAtom: x.func('unsigned long XInternAtom(void *display, const char *name, int only_if_exists)'),
    changeProperty: x.func(
      'int XChangeProperty(void *display, unsigned long window, unsigned long name, unsigned long type, int format, int mode, void *data, int count)',
    ),
    deleteProperty: x.func('int XDeleteProperty(void *display, unsigned long window, unsigned long name)'),
    getWindowProperty: x.func(
      'int XGetWindowProperty(void *display, unsigned long window, unsigned long name, long offset, long length, int remove, unsigned long type, void *actual_type, void *actual_format, void *count, void *bytes_after, void *data)',
    ),
    pending: x.func('int XPending(void *display)'),
    nextEvent: x.func('int XNextEvent(void *display, void *event)'),
    getEventData: x.func('int XGetEventData(void *display, void *cookie)'),
    freeEventData: x.func('void XFreeEventData(void *display, void *cookie)'),
    fakeKey: test.func(
      'int XTestFakeKeyEvent(void *display, unsigned int keycode, int press, unsigned long delay)',
    ),
    fakeButton: test.func(
      'int XTestFakeButtonEvent(void *display, unsigned int button, int press, unsigned long delay)',
    ),
    fakeMotion: test.func(
      'int XTestFakeMotionEvent(void *display, int screen, int x, int y, unsigned long delay)',
    ),
  }
}

/**
 * Connects to the server that DISPLAY names. Throws where there is none, or no XTEST.
 * Errors of single requests are dropped: Xlib's own handler ends the process at the first.
 */
export const connect = (): XServer => {
  const lib = bind()
  lib.setErrorHandler(registerCallback('int BeckonXError(void *display, void *event)', () => 0))
  const display = lib.openDisplay(null)
  if (display === null || display === 0n) throw new Error('no X server')
  const numbers = () => new Int32Array(1)
  if (lib.queryExtension(display, 'XTEST', numbers(), numbers(), numbers()) === 0)
    throw new Error('the X server has no XTEST')
  return { display, root: lib.defaultRootWindow(display), lib }
}
