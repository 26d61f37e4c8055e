import {
  openLibrary,
  readMemory,
  readString,
  type Pointer,
} from '../../../src/main/control/injector/native.ts'
import type { Display } from '../../support/display.ts'

const ALL_DEVICES = 0
/** Of XIDeviceInfo, where pointers have 64 bits. */
const DEVICE_INFO = { size: 40, id: 0, name: 8 }

/** The mouse that is connected to an X display, as the person there moves it: its moves come from a device of their own. */
export const openOwnMouse = (display: Display) => {
  const x = openLibrary('libX11.so.6')
  const xi = openLibrary('libXi.so.6')
  const xtst = openLibrary('libXtst.so.6')
  const open: (name: string) => Pointer = x.func('void *XOpenDisplay(const char *name)')
  const sync: (server: Pointer, discard: number) => number = x.func('int XSync(void *display, int discard)')
  const close: (server: Pointer) => number = x.func('int XCloseDisplay(void *display)')
  const query: (server: Pointer, device: number, count: Int32Array) => Pointer = xi.func(
    'void *XIQueryDevice(void *display, int device, void *count)',
  )
  const openDevice: (server: Pointer, id: number) => Pointer = xi.func(
    'void *XOpenDevice(void *display, unsigned long id)',
  )
  const move: (
    server: Pointer,
    device: Pointer,
    isRelative: number,
    firstAxis: number,
    axes: Int32Array,
    axisCount: number,
    delayMs: number,
  ) => number = xtst.func(
    'int XTestFakeDeviceMotionEvent(void *display, void *device, int relative, int first, void *axes, int count, unsigned long delay)',
  )

  const server = open(display.name)
  const count = new Int32Array(1)
  const infos = readMemory(query(server, ALL_DEVICES, count), DEVICE_INFO.size * (count[0] ?? 0))
  const ids = Array.from({ length: count[0] ?? 0 }, (_, index) => index * DEVICE_INFO.size)
    .filter((at) => readString(infos.getBigUint64(at + DEVICE_INFO.name, true)) === 'Xvfb mouse')
    .map((at) => infos.getInt32(at + DEVICE_INFO.id, true))
  const [id] = ids
  if (id === undefined) throw new Error('this display has no mouse')
  const mouse = openDevice(server, id)
  return {
    move: (dx: number, dy: number): void => {
      move(server, mouse, 1, 0, Int32Array.of(dx, dy), 2, 0)
      sync(server, 0)
    },
    close: () => void close(server),
  }
}
