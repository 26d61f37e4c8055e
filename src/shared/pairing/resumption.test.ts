import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../base64url.ts'
import { valueOf } from '../testing/value-of.ts'
import { HostResumption, ViewerResumption } from './resumption.ts'
import { createSealedChannel } from './sealed-channel.ts'
import { failed, pairedKeys, seededRandom } from './testing/run-pairing.ts'

/** Two sides that have paired, with the keys that they have at the moment. */
const createSides = (seed = 'run') => {
  const keys = pairedKeys(seed)
  return {
    keys,
    viewer: new ViewerResumption(keys.viewer, seededRandom(`viewer ${seed}`)),
    host: new HostResumption(keys.host, seededRandom(`host ${seed}`)),
  }
}

type Sides = ReturnType<typeof createSides>

/** One attempt up to the viewer's proof. */
const attempt = ({ viewer, host }: Sides, received = { viewer: 0, host: 0 }) => {
  const reply = valueOf(host.answer(viewer.start(), received.host))
  return { reply, proved: valueOf(viewer.prove(reply, received.viewer)) }
}

const forgedTicket = encodeBase64url(new Uint8Array(64).fill(7))

describe('resuming', () => {
  it('gives both sides the same new channel, and tells each what the other has', () => {
    const sides = createSides()
    const { proved } = attempt(sides, { viewer: 3, host: 5 })
    const accepted = valueOf(sides.host.accept(proved.message))
    expect(proved).toMatchObject({ delivered: 5, hasTurned: false })
    expect(accepted.delivered).toBe(3)
    const frame = valueOf(createSealedChannel(accepted.keys).seal('again'))
    expect(valueOf(createSealedChannel(proved.keys).open(frame))).toBe('again')
  })

  it('works after any number of attempts that broke off at any place', () => {
    const breaks = fc.constantFrom('start', 'reply', 'proof', 'confirmation', 'nowhere')
    fc.assert(
      fc.property(fc.array(breaks, { maxLength: 8 }), (steps) => {
        const sides = createSides()
        for (const place of [...steps, 'nowhere']) {
          const start = sides.viewer.start()
          if (place === 'start') continue
          const reply = valueOf(sides.host.answer(start, 0))
          if (place === 'reply') continue
          const { message, keys } = valueOf(sides.viewer.prove(reply, 0))
          if (place === 'proof') continue
          const accepted = valueOf(sides.host.accept(message))
          if (place === 'confirmation') continue
          sides.viewer.confirm()
          expect(accepted.keys.sendKey).toEqual(keys.receiveKey)
          expect(accepted.keys.receiveKey).toEqual(keys.sendKey)
        }
      }),
    )
  })

  it('tells the viewer when the host had already turned', () => {
    const sides = createSides()
    const first = attempt(sides)
    valueOf(sides.host.accept(first.proved.message))
    const second = attempt(sides, { viewer: 9, host: 0 })
    expect(second.reply.generation).toBe(1)
    expect(second.proved).toMatchObject({ hasTurned: true, keys: { generation: 2 } })
    // What it has opened of the first generation is nothing of the second.
    expect(valueOf(sides.host.accept(second.proved.message)).delivered).toBe(0)
  })
})

describe('a ticket', () => {
  it('is good once', () => {
    const sides = createSides()
    const { proved } = attempt(sides)
    valueOf(sides.host.accept(proved.message))
    expect(sides.host.accept(proved.message)).toMatchObject(failed('tampered'))
    attempt(sides)
    expect(sides.host.accept(proved.message)).toMatchObject(failed('tampered'))
  })

  it('is good for the last attempt alone', () => {
    const sides = createSides()
    const { proved: early } = attempt(sides)
    attempt(sides)
    expect(sides.host.accept(early.message)).toMatchObject(failed('tampered'))
  })

  it('comes too late once another was shown for the same attempt', () => {
    const sides = createSides()
    const { proved } = attempt(sides)
    sides.host.accept({ ...proved.message, ticket: forgedTicket })
    expect(sides.host.accept(proved.message)).toMatchObject(failed('tampered'))
  })

  it('of another session is refused, on both sides', () => {
    const ours = createSides()
    const theirs = createSides('another run')
    const { proved } = attempt(theirs)
    attempt(ours)
    expect(ours.host.accept(proved.message)).toMatchObject(failed('tampered'))
    const reply = valueOf(theirs.host.answer(ours.viewer.start(), 0))
    expect(ours.viewer.prove(reply, 0)).toMatchObject(failed('tampered'))
  })

  it('cannot be made by a server, which sees and may change everything', () => {
    const sides = createSides()
    const nonce = encodeBase64url(new Uint8Array(16))
    // The host's own ticket, sent back, is not the viewer's.
    for (const forge of [() => forgedTicket, (own: string) => own]) {
      const reply = valueOf(sides.host.answer({ type: 'resume-start', nonce }, 0))
      const proof = { type: 'resume-proof', received: 0, ticket: forge(reply.ticket) } as const
      expect(sides.host.accept(proof)).toMatchObject(failed('tampered'))
    }
    const start = sides.viewer.start()
    const honest = valueOf(sides.host.answer(start, 4))
    const changes = [
      { ticket: forgedTicket },
      { received: 3 },
      { generation: 1 },
      { nonce: encodeBase64url(new Uint8Array(16)) },
    ]
    for (const change of changes)
      expect(sides.viewer.prove({ ...honest, ...change }, 0)).toMatchObject(failed('tampered'))
    const { message } = valueOf(sides.viewer.prove(honest, 2))
    expect(sides.host.accept({ ...message, received: 1 })).toMatchObject(failed('tampered'))
  })

  it('is refused on both sides once they have forgotten, as when its time is over', () => {
    const sides = createSides()
    const { proved } = attempt(sides)
    sides.host.forget()
    expect(sides.host.accept(proved.message)).toMatchObject(failed('tampered'))
    expect(sides.keys.host.resumeKey).toEqual(new Uint8Array(64))
    // Nor is a ticket under a key of zeros, which anybody can make.
    expect(sides.host.answer(sides.viewer.start(), 0)).toMatchObject(failed('tampered'))
    sides.viewer.forget()
    expect(sides.keys.viewer.resumeKey).toEqual(new Uint8Array(64))
  })

  it('of a host that answers twice is taken once', () => {
    const sides = createSides()
    const reply = valueOf(sides.host.answer(sides.viewer.start(), 0))
    valueOf(sides.viewer.prove(reply, 0))
    expect(sides.viewer.prove(reply, 0)).toMatchObject(failed('tampered'))
  })
})
