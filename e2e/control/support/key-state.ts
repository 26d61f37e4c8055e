import { openLibrary, type Pointer } from '../../../src/main/control/injector/native.ts'
import { evdevCodes, KEYCODE_OFFSET } from '../../../src/main/control/injector/keys/evdev.ts'
import { keyCodes, type KeyCode } from '../../../src/shared/protocol/key-codes.ts'
import type { Display } from '../../support/display.ts'

/** Of the first button, in the state that the server tells with the pointer: X11/X.h. */
const BUTTON_1_MASK = 1 << 8
const BUTTONS = [1, 2, 3, 4, 5] as const

/** Reads the X server's own account of which keys and buttons are down. */
export const openKeyState = (display: Display) => {
  const x = openLibrary('libX11.so.6')
  const open: (name: string) => Pointer = x.func('void *XOpenDisplay(const char *name)')
  const query: (server: Pointer, keys: Uint8Array) => number = x.func(
    'int XQueryKeymap(void *display, void *keys)',
  )
  const rootOf: (server: Pointer) => number = x.func('unsigned long XDefaultRootWindow(void *display)')
  const queryPointer: (server: Pointer, window: number, ...found: Uint8Array[]) => number = x.func(
    'int XQueryPointer(void *display, unsigned long window, void *root, void *child, void *rootX, void *rootY, void *x, void *y, void *mask)',
  )
  const close: (server: Pointer) => number = x.func('int XCloseDisplay(void *display)')
  const server = open(display.name)
  return {
    held: (): readonly KeyCode[] => {
      const keys = new Uint8Array(32)
      query(server, keys)
      return keyCodes.filter((code) => {
        const keycode = evdevCodes[code] + KEYCODE_OFFSET
        return ((keys[keycode >> 3] ?? 0) & (1 << (keycode & 7))) !== 0
      })
    },
    /** Numbers of the buttons that are down: 1 is the left one. */
    heldButtons: (): readonly number[] => {
      const found = Array.from({ length: 7 }, () => new Uint8Array(8))
      queryPointer(server, rootOf(server), ...found)
      const mask = new DataView((found[6] ?? new Uint8Array(8)).buffer).getUint32(0, true)
      return BUTTONS.filter((button) => (mask & (BUTTON_1_MASK << (button - 1))) !== 0)
    },
    close: () => void close(server),
  }
}
