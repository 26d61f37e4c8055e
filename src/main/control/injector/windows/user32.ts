import { openLibrary } from '../native.ts'

/** The functions of user32.dll and kernel32.dll that are needed. https://learn.microsoft.com/windows/win32/api/winuser */
export interface User32 {
  /**
   * How many of the inputs were taken; none when another program blocks input. What goes to a window of higher integrity
   * (UIPI) has no effect either, and that is documented not to be told: such inputs may count as taken.
   * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendinput#return-value
   */
  sendInput(count: number, inputs: Uint8Array, size: number): number
  getSystemMetrics(index: number): number
  getCursorPos(point: Int32Array): boolean
  /** Fills LASTINPUTINFO: its size, and the tick of the last input. */
  getLastInputInfo(info: Uint32Array): boolean
  getTickCount(): number
}

export const loadUser32 = (): User32 => {
  const user32 = openLibrary('user32.dll')
  const kernel32 = openLibrary('kernel32.dll')
  return {
    sendInput: user32.func('uint32_t __stdcall SendInput(uint32_t count, void *inputs, int size)'),
    getSystemMetrics: user32.func('int __stdcall GetSystemMetrics(int index)'),
    getCursorPos: user32.func('bool __stdcall GetCursorPos(void *point)'),
    getLastInputInfo: user32.func('bool __stdcall GetLastInputInfo(void *info)'),
    getTickCount: kernel32.func('uint32_t __stdcall GetTickCount()'),
  }
}
