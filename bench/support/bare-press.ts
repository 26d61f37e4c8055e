import { openLibrary, type Pointer } from '../../src/main/control/injector/native.ts'
import type { Display } from '../../e2e/support/display.ts'

/** Nobody else presses it: what is down already cannot be pressed. */
const RIGHT = 3

/** Presses the right button of an X display by XTEST, with nothing in between: what no injector on X can be faster than. */
export const openBarePress = ({ name }: Display) => {
  const x = openLibrary('libX11.so.6')
  const test = openLibrary('libXtst.so.6')
  const open: (name: string) => Pointer = x.func('void *XOpenDisplay(const char *name)')
  const flush: (server: Pointer) => number = x.func('int XFlush(void *display)')
  const close: (server: Pointer) => number = x.func('int XCloseDisplay(void *display)')
  const fake: (server: Pointer, button: number, press: number, delayMs: number) => number = test.func(
    'int XTestFakeButtonEvent(void *display, unsigned int button, int press, unsigned long delay)',
  )
  const server = open(name)
  const set = (press: 0 | 1): void => {
    fake(server, RIGHT, press, 0)
    flush(server)
  }
  return {
    /** The moment before, in milliseconds since the epoch. */
    press: (): number => {
      const at = performance.timeOrigin + performance.now()
      set(1)
      return at
    },
    release: () => set(0),
    close: () => void close(server),
  }
}
