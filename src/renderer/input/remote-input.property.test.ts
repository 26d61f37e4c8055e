import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputSchema, type InputDraft } from '#shared/protocol/input.ts'
import { parse } from '#shared/protocol/parse.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { RemoteInput, type Catch } from './remote-input.ts'

/** What somebody, or a browser in a strange mood, may do to the picture, in any order. */
type Deed =
  | {
      readonly kind: 'down' | 'up'
      readonly key: number
      readonly isShifted: boolean
      readonly isLost: boolean
    }
  | { readonly kind: 'write' | 'compose' | 'choose'; readonly text: string }
  | { readonly kind: 'mouse'; readonly type: string; readonly x: number; readonly buttons: number }
  | { readonly kind: 'wheel'; readonly delta: number }
  | { readonly kind: 'touch'; readonly type: string; readonly points: readonly number[] }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'menu' | 'blur' | 'hide' }
  | { readonly kind: 'granted'; readonly catches: Catch }

/** Keys as they write without and with Shift, or Num Lock. */
const keys = [
  { code: 'KeyA', keys: ['a', 'A'] },
  { code: 'Digit2', keys: ['é', '2'] },
  { code: 'BracketLeft', keys: ['Dead', '{'] },
  { code: 'Numpad4', keys: ['ArrowLeft', '4'] },
  { code: 'NumpadEnter', keys: ['Enter', 'Enter'] },
  { code: 'Escape', keys: ['Escape', 'Escape'] },
  { code: '', keys: ['Backspace', 'Unidentified'] },
  { code: 'ShiftLeft', keys: ['Shift', 'Shift'] },
  { code: 'ControlLeft', keys: ['Control', 'Control'] },
  { code: 'AltLeft', keys: ['Alt', 'Alt'] },
  { code: 'AltRight', keys: ['AltGraph', 'Alt'] },
  { code: 'MetaLeft', keys: ['Meta', 'Meta'] },
] as const

const catches = fc.constantFrom<Catch>('nothing', 'pointer', 'everything')
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('down', 'up'),
      key: fc.nat(keys.length - 1),
      isShifted: fc.boolean(),
      /** Another program saw it. */
      isLost: fc.nat(9).map((chance) => chance === 0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('write', 'compose', 'choose'), text: fc.string() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mouse'),
      type: fc.constantFrom('pointerdown', 'pointermove', 'pointerup', 'pointercancel'),
      x: fc.integer({ min: -100, max: 1100 }),
      buttons: fc.nat(31),
    }),
  },
  fc.record({ kind: fc.constant('wheel'), delta: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('touch'),
      type: fc.constantFrom('touchstart', 'touchmove', 'touchend', 'touchcancel'),
      points: fc.array(fc.integer({ min: -100, max: 1100 }), { maxLength: 3 }),
    }),
  },
  fc.record({ kind: fc.constant('wait'), ms: fc.nat(1500) }),
  fc.record({ kind: fc.constantFrom('menu', 'blur', 'hide') }),
  fc.record({ kind: fc.constant('granted'), catches }),
)

/** The host, as far as it holds anything for the viewer. It lets go of all when the grant changes. */
class Host {
  readonly held = new Set<string>()

  take(draft: InputDraft): void {
    switch (draft.type) {
      case 'key':
        this.#press(draft.code, draft.pressed)
        return
      case 'button':
        this.#press(draft.button, draft.pressed)
        return
      case 'held': {
        const said = new Set<string>([...draft.keys, ...draft.buttons])
        expect([...this.held].filter((it) => !said.has(it))).toEqual([])
        expect([...said].filter((it) => !this.held.has(it))).toEqual([])
        return
      }
      case 'release-all':
        this.held.clear()
        return
      case 'move':
      case 'wheel':
      case 'text':
    }
  }

  #press(what: string, isPressed: boolean): void {
    if (!isPressed) expect(this.held).toContain(what)
    if (isPressed) this.held.add(what)
    else this.held.delete(what)
  }
}

/** A person at the picture. */
const createWorld = (isMac: boolean) => {
  const clock = new ManualClock()
  const host = new Host()
  const video = document.createElement('video')
  const field = document.createElement('textarea')
  document.body.append(video, field)
  Object.assign(video, {
    getBoundingClientRect: () => new DOMRect(0, 0, 1000, 500),
    setPointerCapture: () => undefined,
  })
  for (const name of ['videoWidth', 'videoHeight'] as const)
    Object.defineProperty(video, name, { value: name === 'videoWidth' ? 1000 : 500 })
  const input = new RemoteInput({
    video,
    field,
    clock,
    isMac,
    send: (draft) => {
      expect(parse(inputSchema, 'at' in draft ? { ...draft, sequence: 0 } : draft).ok).toBe(true)
      host.take(draft)
    },
    onEscape: () => undefined,
    onComposing: () => undefined,
  })
  const physical = new Set<string>()
  let granted: Catch = 'everything'
  input.catches = granted

  const press = (type: 'down' | 'up', index: number, isShifted: boolean, isLost: boolean): void => {
    const { code, keys: names } = keys[index]!
    if (type === 'down') physical.add(code)
    else physical.delete(code)
    if (isLost) return
    field.dispatchEvent(
      new KeyboardEvent(`key${type}`, {
        code,
        key: names[isShifted ? 1 : 0],
        shiftKey: physical.has('ShiftLeft'),
        ctrlKey: physical.has('ControlLeft'),
        altKey: physical.has('AltLeft'),
        metaKey: physical.has('MetaLeft'),
        cancelable: true,
      }),
    )
  }
  const perform = (it: Deed): void => {
    switch (it.kind) {
      case 'down':
      case 'up':
        press(it.kind, it.key, it.isShifted, it.isLost)
        return
      case 'write':
        field.dispatchEvent(new InputEvent('beforeinput', { data: it.text, inputType: 'insertText' }))
        return
      case 'compose':
      case 'choose': {
        const type = it.kind === 'compose' ? 'compositionupdate' : 'compositionend'
        field.dispatchEvent(Object.assign(new Event(type), { data: it.text }))
        return
      }
      case 'mouse': {
        const at = { clientX: it.x, clientY: 100, buttons: it.buttons }
        video.dispatchEvent(new PointerEvent(it.type, { ...at, pointerType: 'mouse', cancelable: true }))
        return
      }
      case 'wheel': {
        const at = { clientX: 100, clientY: 100, deltaX: 0, deltaY: it.delta, deltaMode: 0, ctrlKey: false }
        video.dispatchEvent(Object.assign(new Event('wheel', { cancelable: true }), at))
        return
      }
      case 'touch': {
        const touches = it.points.map((clientX) => ({ clientX, clientY: clientX / 2 }))
        video.dispatchEvent(Object.assign(new Event(it.type, { cancelable: true }), { touches }))
        return
      }
      case 'wait':
        clock.advance(it.ms)
        return
      case 'menu':
        input.pressSystemKeys('ctrl-alt-del')
        return
      case 'blur':
        window.dispatchEvent(new Event('blur'))
        return
      case 'hide':
        window.dispatchEvent(new Event('pagehide'))
        return
      case 'granted':
        // A host that takes a grant back lets go of what it held for it.
        if (it.catches !== granted) host.held.clear()
        granted = it.catches
        input.catches = it.catches
    }
  }
  return { clock, host, input, physical, press, perform }
}

const run = (
  deeds: readonly Deed[],
  isMac: boolean,
  last: (world: ReturnType<typeof createWorld>) => void,
) => {
  const world = createWorld(isMac)
  try {
    for (const it of deeds) world.perform(it)
    last(world)
  } finally {
    world.input.close()
    document.body.replaceChildren()
  }
  expect(world.clock.pending).toBe(0)
}

const deeds = fc.array(deed, { maxLength: 60 })
const runs = { numRuns: 400 }

describe('whatever a person and a browser do', () => {
  it('each message is one that the host takes, and nothing is held once the window loses the focus', () => {
    fc.assert(
      fc.property(deeds, fc.boolean(), (all, isMac) => {
        run(all, isMac, ({ host, perform }) => {
          perform({ kind: 'blur' })
          expect([...host.held]).toEqual([])
        })
      }),
      runs,
    )
  })

  it('nothing is held once the stage is left', () => {
    fc.assert(
      fc.property(deeds, fc.boolean(), (all, isMac) => {
        run(all, isMac, ({ host, input }) => {
          input.close()
          expect([...host.held]).toEqual([])
        })
      }),
      runs,
    )
  })

  it('no key is held once all fingers are off the keyboard, and what is lost of a modifier is noticed', () => {
    fc.assert(
      fc.property(deeds, fc.boolean(), (all, isMac) => {
        run(all, isMac, ({ host, physical, press }) => {
          for (const [index, { code }] of keys.entries())
            if (physical.has(code)) press('up', index, false, false)
          // Any key tells of modifiers whose release another program saw.
          press('down', 0, false, false)
          press('up', 0, false, false)
          const left = [...host.held].filter(
            (it) => !['left', 'right', 'middle', 'back', 'forward'].includes(it),
          )
          const lost = new Set(
            all.flatMap((it) => (it.kind === 'up' && it.isLost ? [keys[it.key]!.code] : [])),
          )
          expect(left.filter((it) => /Shift|Control|Alt|Meta/.test(it) || lost.size === 0)).toEqual([])
        })
      }),
      runs,
    )
  })

  it('nothing is pressed, typed or turned by who may only point, and nothing sent by who may not', () => {
    fc.assert(
      fc.property(fc.array(deed.filter(({ kind }) => kind !== 'granted')), (all) => {
        for (const level of ['pointer', 'nothing'] as const) {
          const kinds = new Set<string>()
          const world = createWorld(false)
          const take = world.host.take.bind(world.host)
          world.host.take = (draft) => {
            kinds.add(draft.type)
            take(draft)
          }
          world.input.catches = level
          for (const it of all) world.perform(it)
          world.input.close()
          document.body.replaceChildren()
          for (const kind of kinds) expect(['move', 'button', 'release-all']).toContain(kind)
          if (level === 'nothing') expect(kinds.size).toBe(0)
        }
      }),
      { numRuns: 200 },
    )
  })
})
