import { openLibrary, type Pointer } from '../../../src/main/control/injector/native.ts'
import { evdevCodes, KEYCODE_OFFSET } from '../../../src/main/control/injector/keys/evdev.ts'
import { keyCodes, type KeyCode } from '../../../src/shared/protocol/key-codes.ts'
import type { Display } from '../../support/display.ts'

/** Reads the X server's own account of which keys are down. */
export const openKeyState = (display: Display) => {
  const x = openLibrary('libX11.so.6')
  const open: (name: string) => Pointer = x.func('void *XOpenDisplay(const char *name)')
  const query: (server: Pointer, keys: Uint8Array) => number = x.func(
    'int XQueryKeymap(void *display, void *keys)',
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
    close: () => void close(server),
  }
}
