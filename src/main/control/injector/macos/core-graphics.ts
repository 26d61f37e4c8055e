import type { Point } from '#shared/geometry.ts'
import { defineStruct, openLibrary, type Pointer } from '../native.ts'

/**
 * The functions of Core Graphics that are needed (CoreGraphics/CGEvent.h, CGEventSource.h). Events are released by
 * whoever creates them.
 */
export interface CoreGraphics {
  createMouseEvent(source: null, type: number, at: Point, button: number): Pointer
  /** Vertical first; positive is up and left. */
  createScrollEvent(
    source: null,
    units: number,
    wheels: number,
    vertical: number,
    horizontal: number,
    depth: number,
  ): Pointer
  createKeyboardEvent(source: null, keyCode: number, down: boolean): Pointer
  createEvent(source: null): Pointer
  setUnicodeString(event: Pointer, length: number, units: Uint16Array): void
  setIntegerField(event: Pointer, field: number, value: number): void
  getFlags(event: Pointer): number
  setFlags(event: Pointer, flags: number): void
  getLocation(event: Pointer): Point
  post(tap: number, event: Pointer): void
  secondsSinceLastEvent(state: number, type: number): number
  release(event: Pointer): void
}

const APPLICATION_SERVICES = '/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices'
const CORE_FOUNDATION = '/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation'

export const loadCoreGraphics = (): CoreGraphics => {
  defineStruct('CGPoint', { x: 'double', y: 'double' })
  const graphics = openLibrary(APPLICATION_SERVICES)
  return {
    createMouseEvent: graphics.func(
      'void *CGEventCreateMouseEvent(void *source, uint32_t type, CGPoint at, uint32_t button)',
    ),
    // The variant without variable arguments, which are passed otherwise on Apple silicon.
    createScrollEvent: graphics.func(
      'void *CGEventCreateScrollWheelEvent2(void *source, uint32_t units, uint32_t count, int32_t w1, int32_t w2, int32_t w3)',
    ),
    createKeyboardEvent: graphics.func(
      'void *CGEventCreateKeyboardEvent(void *source, uint16_t key, bool down)',
    ),
    createEvent: graphics.func('void *CGEventCreate(void *source)'),
    setUnicodeString: graphics.func(
      'void CGEventKeyboardSetUnicodeString(void *event, unsigned long length, void *units)',
    ),
    setIntegerField: graphics.func(
      'void CGEventSetIntegerValueField(void *event, uint32_t field, int64_t value)',
    ),
    getFlags: graphics.func('uint64_t CGEventGetFlags(void *event)'),
    setFlags: graphics.func('void CGEventSetFlags(void *event, uint64_t flags)'),
    getLocation: graphics.func('CGPoint CGEventGetLocation(void *event)'),
    post: graphics.func('void CGEventPost(uint32_t tap, void *event)'),
    secondsSinceLastEvent: graphics.func(
      'double CGEventSourceSecondsSinceLastEventType(int32_t state, uint32_t type)',
    ),
    release: openLibrary(CORE_FOUNDATION).func('void CFRelease(void *object)'),
  }
}
