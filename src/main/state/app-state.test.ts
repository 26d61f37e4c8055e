import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GuestStatus, ShareStatus } from '#shared/ipc/share-status.ts'
import { AppModel } from './app-model.ts'
import { initialState, isWatched, mayBeAccepted, reduce, type AppEffect, type AppInput } from './app-state.ts'

const guest = (id: string, state: GuestStatus['state'] = 'waiting'): GuestStatus => ({
  id,
  name: id,
  state,
  mayBeAccepted: true,
  controls: false,
})
const open = (guests: GuestStatus[] = [], paused = false): ShareStatus => ({
  kind: 'open',
  paused,
  code: '48213 90571',
  guests,
})
const published = (share: ShareStatus, viewing = false): AppInput => ({
  kind: 'published',
  status: { share, viewing },
})

/** Effects of the last input, after the others. */
const run = (...inputs: AppInput[]) => {
  let state = initialState
  let effects: readonly AppEffect[] = []
  for (const input of inputs) ({ state, effects } = reduce(state, input))
  return { state, effects }
}
const pause = { kind: 'command', command: { kind: 'pause' } }
const resume = { kind: 'command', command: { kind: 'resume' } }

describe('requests to join', () => {
  it('are announced once, and withdrawn when answered', () => {
    const asks = published(open([guest('mina')]))
    expect(run(published(open()), asks).effects).toEqual([{ kind: 'announce-guest', guest: guest('mina') }])
    expect(run(published(open()), asks, asks).effects).toEqual([])
    const withdrawn = [{ kind: 'withdraw-guest', guestId: 'mina' }]
    expect(run(asks, published(open([guest('mina', 'linking')]))).effects).toEqual(withdrawn)
    expect(run(asks, published(open())).effects).toEqual(withdrawn)
  })

  it('need no notification while the window is in front', () => {
    const asks = published(open([guest('mina')]))
    expect(run({ kind: 'window', window: 'focused' }, asks).effects).toEqual([])
    expect(run({ kind: 'window', window: 'behind' }, asks).effects).toHaveLength(1)
  })

  it('end with the session', () => {
    const ended = published({ kind: 'ended', error: null })
    expect(run(published(open([guest('mina')])), ended).effects).toContainEqual({
      kind: 'withdraw-guest',
      guestId: 'mina',
    })
  })
})

describe('closing the window', () => {
  const close: AppInput = { kind: 'window-closed' }

  it('says once a session that sharing goes on', () => {
    const said = [{ kind: 'say-still-sharing' }]
    const first = [published(open()), close]
    expect(run(...first).effects).toEqual(said)
    expect(run(...first, { kind: 'window', window: 'focused' }, close).effects).toEqual([])
    expect(run(...first, published({ kind: 'idle' }), published(open()), close).effects).toEqual(said)
  })

  it('says nothing when nothing is shared', () => {
    expect(run(close).effects).toEqual([])
  })

  it('ends what was being watched', () => {
    expect(run(published({ kind: 'idle' }, true), close).effects).toEqual([{ kind: 'end-viewing' }])
  })
})

describe('the end of sharing', () => {
  const failed = published({ kind: 'ended', error: 'server-unreachable' })

  it('lets go of the server, and tells of a failure that no window shows', () => {
    expect(run(published({ kind: 'starting' }), failed).effects).toEqual([
      { kind: 'say-ended', error: 'server-unreachable' },
      { kind: 'release-server' },
    ])
    expect(run({ kind: 'window', window: 'behind' }, published(open()), failed).effects).toEqual([
      { kind: 'release-server' },
    ])
  })

  it('is no news when the person stopped it, or chose nothing', () => {
    for (const error of [null, 'capture-refused'] as const)
      expect(run(published(open()), published({ kind: 'ended', error })).effects).toEqual([
        { kind: 'release-server' },
      ])
  })

  it('comes with the loss of the page', () => {
    const { state, effects } = run(published(open([guest('mina', 'watching')])), { kind: 'page-lost' })
    expect(state.share).toEqual({ kind: 'ended', error: 'internal' })
    expect(effects).toContainEqual({ kind: 'say-ended', error: 'internal' })
    expect(run(published({ kind: 'idle' }, true), { kind: 'page-lost' })).toEqual({
      state: initialState,
      effects: [],
    })
  })
})

describe('absence', () => {
  it.each([
    ['lock', 'unlock'],
    ['suspend', 'wake'],
  ] as const)('pauses on %s and goes on with %s', (leave, comeBack) => {
    const away: AppInput[] = [published(open()), { kind: leave }]
    expect(run(...away).effects).toEqual([pause])
    expect(run(...away, published(open([], true)), { kind: comeBack }).effects).toEqual([resume])
  })

  it('lasts until the computer is both awake and unlocked', () => {
    const away: AppInput[] = [
      published(open()),
      { kind: 'lock' },
      { kind: 'suspend' },
      published(open([], true)),
    ]
    expect(run(...away, { kind: 'wake' }).effects).toEqual([])
    expect(run(...away, { kind: 'wake' }, { kind: 'unlock' }).effects).toEqual([resume])
    expect(run(...away, { kind: 'unlock' }).effects).toEqual([])
  })

  it('is not the one to end a pause that a person made', () => {
    expect(run(published(open([], true)), { kind: 'lock' }, { kind: 'unlock' }).effects).toEqual([])
  })

  it('does not pause again what a person resumed meanwhile and paused anew', () => {
    const inputs = [
      published(open()),
      { kind: 'lock' },
      published(open([], true)),
      published(open()),
      published(open([], true)),
      { kind: 'unlock' },
    ] as const
    expect(run(...inputs).effects).toEqual([])
  })

  it('is not forgotten over news that crosses the command to pause', () => {
    const inputs = [
      published(open()),
      { kind: 'lock' },
      published(open([guest('mina', 'watching')])),
      published(open([], true)),
      { kind: 'unlock' },
    ] as const
    expect(run(...inputs).effects).toEqual([resume])
  })

  it('pauses a session that opens behind a locked screen', () => {
    expect(run(published({ kind: 'starting' }), { kind: 'lock' }, published(open())).effects).toEqual([pause])
  })
})

describe('accepting', () => {
  it('is for a viewer who waits, and was in sight long enough', () => {
    const mina = { ...guest('mina'), mayBeAccepted: true }
    expect(mayBeAccepted(open([mina]), mina.id)).toBe(true)
    expect(mayBeAccepted(open([{ ...mina, mayBeAccepted: false }]), mina.id)).toBe(false)
    expect(mayBeAccepted(open([mina]), 'another')).toBe(false)
    expect(mayBeAccepted({ kind: 'idle' }, mina.id)).toBe(false)
  })
})

describe('a watched screen', () => {
  it('is one that an accepted viewer sees now', () => {
    expect(isWatched({ kind: 'idle' })).toBe(false)
    expect(isWatched(open([guest('mina')]))).toBe(false)
    expect(isWatched(open([guest('mina', 'watching')]))).toBe(true)
    expect(isWatched(open([guest('mina', 'watching')], true))).toBe(false)
  })
})

describe('the model', () => {
  const anyShare = fc.oneof(
    fc.constantFrom<ShareStatus>(
      { kind: 'idle' },
      { kind: 'starting' },
      { kind: 'ended', error: null },
      { kind: 'ended', error: 'capture-ended' },
    ),
    fc
      .tuple(
        fc.uniqueArray(fc.constantFrom('mina', 'joon', 'ana'), { maxLength: 3 }),
        fc.constantFrom('waiting', 'watching'),
        fc.boolean(),
      )
      .map(([ids, state, paused]) =>
        open(
          ids.map((id) => guest(id, state)),
          paused,
        ),
      ),
  )
  const anyInput = fc.oneof(
    fc.tuple(anyShare, fc.boolean()).map(([share, viewing]) => published(share, viewing)),
    fc
      .constantFrom('lock', 'unlock', 'suspend', 'wake', 'window-closed', 'page-lost')
      .map((kind): AppInput => ({ kind })),
  )

  it('withdraws every announcement before the session is over, and announces nobody twice', () => {
    fc.assert(
      fc.property(fc.array(anyInput), (inputs) => {
        const model = new AppModel()
        const announced = new Set<string>()
        model.on('due', (effect) => {
          if (effect.kind === 'announce-guest') {
            expect(announced.has(effect.guest.id)).toBe(false)
            announced.add(effect.guest.id)
          }
          if (effect.kind === 'withdraw-guest') announced.delete(effect.guestId)
        })
        for (const input of inputs) model.accept(input)
        model.accept(published({ kind: 'ended', error: null }))
        expect([...announced]).toEqual([])
      }),
    )
  })
})
