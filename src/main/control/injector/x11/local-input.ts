import type { Point } from '#shared/geometry.ts'
import { keepInMemory, openLibrary, readMemory, readString, type Pointer } from '../native.ts'
import type { XServer } from './library.ts'

/** X11/extensions/XI2.h. */
const ALL_DEVICES = 0
const ALL_MASTER_DEVICES = 1
const RAW_KEY_PRESS = 13
const RAW_BUTTON_PRESS = 15
const RAW_MOTION = 17
/** X11/X.h. */
const GENERIC_EVENT = 35

/** Sizes and offsets of XIDeviceInfo, XGenericEventCookie and XIRawEvent where pointers have 64 bits. */
const DEVICE_INFO = { size: 40, id: 0, name: 8 }
const COOKIE = { size: 192, type: 0, data: 48 }
const RAW_EVENT = { size: 56, kind: 36, source: 52 }

interface XInput {
  queryVersion(display: Pointer, major: Int32Array, minor: Int32Array): number
  selectEvents(display: Pointer, window: number, masks: BigUint64Array, count: number): number
  queryDevice(display: Pointer, device: number, count: Int32Array): Pointer
  freeDeviceInfo(info: Pointer): void
}

const bind = (): XInput => {
  const xi = openLibrary('libXi.so.6')
  return {
    queryVersion: xi.func('int XIQueryVersion(void *display, void *major, void *minor)'),
    selectEvents: xi.func('int XISelectEvents(void *display, unsigned long window, void *masks, int count)'),
    queryDevice: xi.func('void *XIQueryDevice(void *display, int device, void *count)'),
    freeDeviceInfo: xi.func('void XIFreeDeviceInfo(void *info)'),
  }
}

/** A mask that selects these kinds of events of all master devices: XIEventMask { int; int; unsigned char * }. */
const eventMask = (kinds: readonly number[]): BigUint64Array => {
  const bits = new Uint8Array(4)
  for (const kind of kinds) bits[kind >> 3] = (bits[kind >> 3] ?? 0) | (1 << (kind & 7))
  const mask = new BigUint64Array(2)
  const view = new DataView(mask.buffer)
  view.setInt32(0, ALL_MASTER_DEVICES, true)
  view.setInt32(4, bits.length, true)
  mask[1] = keepInMemory(bits)
  return mask
}

/**
 * Notices that the person at the computer uses mouse or keyboard. XInput 2 tells of each raw event which device it comes
 * from, and what is injected comes from XTEST's. Others may inject as well, for a person who is elsewhere: if the pointer
 * is not where it was, and nothing of ours moved it, somebody else did. Programs that put the pointer elsewhere by
 * themselves are nobody: the server tells of no event then. Where it has no such extension, that cannot be told.
 */
export class LocalInput {
  readonly #server: XServer
  readonly #cursor: () => Point | null
  readonly #isInjected: ((source: number) => boolean) | null
  #lastCursor: Point | null = null

  constructor(server: XServer, cursor: () => Point | null) {
    this.#server = server
    this.#cursor = cursor
    this.#isInjected = this.#listen()
  }

  /** Something is injected now: what the pointer does until the next look is no sign of anybody. */
  noteInjection(): void {
    this.#lastCursor = null
  }

  wasUsed(): boolean {
    const cursor = this.#cursor()
    const last = this.#lastCursor
    this.#lastCursor = cursor
    const isElsewhere = cursor !== null && last !== null && (cursor.x !== last.x || cursor.y !== last.y)
    const { isForeign, hasMotion } = this.#readEvents()
    return isForeign || (isElsewhere && (hasMotion || this.#isInjected === null))
  }

  /** Null without XInput 2. */
  #listen(): ((source: number) => boolean) | null {
    const { lib, display, root } = this.#server
    const unused = () => new Int32Array(1)
    if (lib.queryExtension(display, 'XInputExtension', unused(), unused(), unused()) === 0) return null
    const xi = bind()
    if (xi.queryVersion(display, Int32Array.of(2), Int32Array.of(2)) !== 0) return null
    const injected = new Set<number>()
    const count = new Int32Array(1)
    const devices = xi.queryDevice(display, ALL_DEVICES, count)
    const memory = readMemory(devices, DEVICE_INFO.size * (count[0] ?? 0))
    for (let at = 0; at < memory.byteLength; at += DEVICE_INFO.size) {
      const name = readString(memory.getBigUint64(at + DEVICE_INFO.name, true))
      if (name.includes('XTEST')) injected.add(memory.getInt32(at + DEVICE_INFO.id, true))
    }
    xi.freeDeviceInfo(devices)
    xi.selectEvents(display, root, eventMask([RAW_KEY_PRESS, RAW_BUTTON_PRESS, RAW_MOTION]), 1)
    return (source) => injected.has(source)
  }

  /** Whether some came from another device than XTEST's, and whether any was a move. */
  #readEvents(): { readonly isForeign: boolean; readonly hasMotion: boolean } {
    const { lib, display } = this.#server
    const event = new Uint8Array(COOKIE.size)
    const view = new DataView(event.buffer)
    let isForeign = false
    let hasMotion = false
    while (lib.pending(display) > 0) {
      lib.nextEvent(display, event)
      if (view.getInt32(COOKIE.type, true) !== GENERIC_EVENT) continue
      if (lib.getEventData(display, event) === 0) continue
      const raw = readMemory(view.getBigUint64(COOKIE.data, true), RAW_EVENT.size)
      if (this.#isInjected?.(raw.getInt32(RAW_EVENT.source, true)) === false) isForeign = true
      if (raw.getInt32(RAW_EVENT.kind, true) === RAW_MOTION) hasMotion = true
      lib.freeEventData(display, event)
    }
    return { isForeign, hasMotion }
  }
}
