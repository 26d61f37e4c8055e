import { Gate } from '../../../src/main/control/gate.ts'
import type { Rect } from '../../../src/shared/geometry.ts'
import type { Input } from '../../../src/shared/protocol/input.ts'
import { clock, type StartedInjector } from './injector.ts'

/** Everything goes the way of the product: through the gate, then to the injector. */
export const createViewer = (started: StartedInjector, surface: Rect) => {
  const gate = new Gate({
    world: {
      surface: () => surface,
      ownWindows: () => [],
      isOwnAnywhere: () => false,
      isOwnWindowFocused: () => false,
    },
    clock,
  })
  let sequence = 0
  return {
    gate,
    send: async (...inputs: Input[]) => {
      started.injector.inject(inputs.flatMap((input) => gate.admit(input)))
      await started.settled()
    },
    click: (
      x: number,
      y: number,
      button: 'left' | 'middle' | 'right' | 'back' | 'forward' = 'left',
    ): Input[] =>
      [true, false].map((pressed) => ({
        type: 'button',
        button,
        pressed,
        at: { x, y },
        sequence: ++sequence,
      })),
  }
}

export const tap = (...codes: Extract<Input, { type: 'key' }>['code'][]): Input[] => [
  ...codes.map((code): Input => ({ type: 'key', code, pressed: true })),
  ...codes.toReversed().map((code): Input => ({ type: 'key', code, pressed: false })),
]
