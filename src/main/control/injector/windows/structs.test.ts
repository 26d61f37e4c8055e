import koffi from 'koffi'
import { describe, expect, it } from 'vitest'
import { encodeInputs, INPUT_BYTES, keyFlags, mouseFlags, toAbsolute } from './structs.ts'

/** As winuser.h declares them, with the widths that DWORD, LONG, WORD and ULONG_PTR have on 64-bit Windows. */
const mouseInput = koffi.struct({
  dx: 'int32_t',
  dy: 'int32_t',
  mouseData: 'uint32_t',
  dwFlags: 'uint32_t',
  time: 'uint32_t',
  dwExtraInfo: 'uint64_t',
})
const keyboardInput = koffi.struct({
  wVk: 'uint16_t',
  wScan: 'uint16_t',
  dwFlags: 'uint32_t',
  time: 'uint32_t',
  dwExtraInfo: 'uint64_t',
})
const input = koffi.struct({
  type: 'uint32_t',
  union: koffi.union({ mi: mouseInput, ki: keyboardInput }),
})

const decode = (bytes: Uint8Array, index = 0): unknown =>
  koffi.decode(bytes.subarray(index * INPUT_BYTES), koffi.struct({ type: 'uint32_t', mi: mouseInput }))
const decodeKey = (bytes: Uint8Array, index = 0): unknown =>
  koffi.decode(
    bytes.subarray(index * INPUT_BYTES),
    koffi.struct({ type: 'uint32_t', ki: keyboardInput, rest: 'uint64_t' }),
  )

describe('INPUT', () => {
  it('is as large as a compiler makes it', () => {
    expect(koffi.sizeof(input)).toBe(INPUT_BYTES)
    expect(encodeInputs([{ kind: 'mouse', flags: 0 }])).toHaveLength(INPUT_BYTES)
    expect(encodeInputs(Array.from({ length: 3 }, () => ({ kind: 'key', scan: 1, flags: 0 })))).toHaveLength(
      3 * INPUT_BYTES,
    )
  })

  it('holds a MOUSEINPUT where a compiler reads it', () => {
    const flags = mouseFlags.move | mouseFlags.absolute | mouseFlags.virtualDesktop
    const bytes = encodeInputs([
      { kind: 'key', scan: 1, flags: 0 },
      { kind: 'mouse', dx: -5, dy: 65_535, data: -120, flags },
    ])
    expect(decode(bytes, 1)).toEqual({
      type: 0,
      mi: { dx: -5, dy: 65_535, mouseData: 0xffff_ff88, dwFlags: 0xc001, time: 0, dwExtraInfo: 0 },
    })
  })

  it('holds a KEYBDINPUT where a compiler reads it', () => {
    const bytes = encodeInputs([{ kind: 'key', scan: 0xd83d, flags: keyFlags.unicode | keyFlags.up }])
    expect(decodeKey(bytes)).toMatchObject({
      type: 1,
      ki: { wVk: 0, wScan: 0xd83d, dwFlags: 0x0006, time: 0, dwExtraInfo: 0 },
    })
  })
})

describe('a pixel of the virtual desktop', () => {
  /** What the system makes of it: https://learn.microsoft.com/windows/win32/api/winuser/ns-winuser-mouseinput */
  const pixelOf = (absolute: number, start: number, length: number): number =>
    start + Math.floor((absolute * length) / 0x1_0000)

  it.each([
    [0, 1920],
    [-1280, 3200],
    [-2560, 7680],
    [0, 3840],
    [-1, 1366],
  ])('comes back from its 65536ths, on a desktop from %i of width %i', (start, length) => {
    for (let pixel = start; pixel < start + length; pixel += 1) {
      const absolute = toAbsolute(pixel, start, length)
      expect(absolute).toBeGreaterThanOrEqual(0)
      expect(absolute).toBeLessThan(0x1_0000)
      expect(pixelOf(absolute, start, length)).toBe(pixel)
    }
  })
})
