import type { KeyCode } from '#shared/protocol/key-codes.ts'

/** Keys that the viewer's own system or browser keeps for itself, to be sent from a menu; pressed together, in order. */
export const systemKeys = {
  'ctrl-alt-del': ['ControlLeft', 'AltLeft', 'Delete'],
  meta: ['MetaLeft'],
  'alt-tab': ['AltLeft', 'Tab'],
  'alt-f4': ['AltLeft', 'F4'],
  'ctrl-shift-escape': ['ControlLeft', 'ShiftLeft', 'Escape'],
  escape: ['Escape'],
  'print-screen': ['PrintScreen'],
} as const satisfies Readonly<Record<string, readonly KeyCode[]>>

export type SystemKeys = keyof typeof systemKeys
