/**
 * The structures of SendInput, byte by byte, for 64-bit Windows:
 * https://learn.microsoft.com/windows/win32/api/winuser/ns-winuser-input
 *
 *     INPUT        0 type (DWORD)   8 union                                          size 40
 *     MOUSEINPUT   8 dx (LONG)     12 dy (LONG)     16 mouseData (DWORD)   20 dwFlags (DWORD)
 *                 24 time (DWORD)  32 dwExtraInfo (ULONG_PTR)
 *     KEYBDINPUT   8 wVk (WORD)    10 wScan (WORD)  12 dwFlags (DWORD)
 *                 16 time (DWORD)  24 dwExtraInfo (ULONG_PTR)
 */
export const INPUT_BYTES = 40

const INPUT_MOUSE = 0
const INPUT_KEYBOARD = 1

export const mouseFlags = {
  move: 0x0001,
  leftDown: 0x0002,
  leftUp: 0x0004,
  rightDown: 0x0008,
  rightUp: 0x0010,
  middleDown: 0x0020,
  middleUp: 0x0040,
  xDown: 0x0080,
  xUp: 0x0100,
  wheel: 0x0800,
  horizontalWheel: 0x1000,
  virtualDesktop: 0x4000,
  absolute: 0x8000,
} as const

export const keyFlags = { extended: 0x0001, up: 0x0002, unicode: 0x0004, scanCode: 0x0008 } as const

export type WindowsInput =
  | {
      readonly kind: 'mouse'
      readonly dx?: number
      readonly dy?: number
      readonly data?: number
      readonly flags: number
    }
  | {
      readonly kind: 'key'
      /** Names the key where no flag says that the scan code does. */
      readonly virtualKey?: number
      readonly scan: number
      readonly flags: number
    }

/** The array that SendInput takes. */
export const encodeInputs = (inputs: readonly WindowsInput[]): Uint8Array => {
  const bytes = new Uint8Array(inputs.length * INPUT_BYTES)
  for (const [index, input] of inputs.entries()) {
    const view = new DataView(bytes.buffer, index * INPUT_BYTES, INPUT_BYTES)
    if (input.kind === 'mouse') {
      view.setUint32(0, INPUT_MOUSE, true)
      view.setInt32(8, input.dx ?? 0, true)
      view.setInt32(12, input.dy ?? 0, true)
      view.setInt32(16, input.data ?? 0, true)
      view.setUint32(20, input.flags, true)
    } else {
      view.setUint32(0, INPUT_KEYBOARD, true)
      view.setUint16(8, input.virtualKey ?? 0, true)
      view.setUint16(10, input.scan, true)
      view.setUint32(12, input.flags, true)
    }
  }
  return bytes
}

/**
 * A pixel in the 65536ths of the virtual desktop that absolute moves are counted in. The middle of the pixel: whichever
 * way the system rounds, it lands there.
 */
export const toAbsolute = (pixel: number, start: number, length: number): number =>
  Math.floor(((pixel - start + 0.5) * 0x1_0000) / length)
