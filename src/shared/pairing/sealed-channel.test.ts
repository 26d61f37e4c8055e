import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { parsePairingMessage } from '../protocol/pairing-messages.ts'
import { MAX_SIGNAL_LENGTH } from '../protocol/signaling.ts'
import type { Result } from '../result.ts'
import type { Role } from './context.ts'
import { createSealedChannel, MAX_PLAINTEXT_BYTES } from './sealed-channel.ts'
import { failed, pairedKeys } from './testing/run-pairing.ts'

/** A channel's keys are used up by it, so each pair of channels starts from a copy of one honest run's. */
const { viewer: viewerKeys, host: hostKeys } = pairedKeys()
const openChannels = () => ({
  viewer: createSealedChannel(structuredClone(viewerKeys)),
  host: createSealedChannel(structuredClone(hostKeys)),
})

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

const flipBit = (frame: string, bit: number): string => {
  const bytes = valueOf(decodeBase64url(frame))
  const at = bit % (bytes.length * 8)
  return encodeBase64url(bytes.map((byte, i) => (i === at >> 3 ? byte ^ (1 << (at & 7)) : byte)))
}

/** Any text but one with half a surrogate pair. */
const anyText = fc.string({ unit: 'binary' })

describe('an honest channel', () => {
  it('opens whatever was sealed, both ways at once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('viewer', 'host'), anyText)), (messages) => {
        const channels = openChannels()
        for (const [from, text] of messages) {
          const [sender, receiver] =
            from === 'viewer' ? [channels.viewer, channels.host] : [channels.host, channels.viewer]
          expect(receiver.open(valueOf(sender.seal(text)))).toEqual({ ok: true, value: text })
        }
      }),
    )
  })

  it.each(['', '\uFEFF', '\uFEFFtext', '\n', '\0', '🦊', 'é'])('keeps %j as it is', (text) => {
    const { viewer, host } = openChannels()
    expect(host.open(valueOf(viewer.seal(text)))).toEqual({ ok: true, value: text })
  })

  it('seals the same text into another frame each time, which tells only how long it is', () => {
    const { viewer } = openChannels()
    const [first, second] = [valueOf(viewer.seal('a=candidate')), valueOf(viewer.seal('a=candidate'))]
    expect(first).not.toBe(second)
    expect(first.length).toBe(second.length)
    expect(String.fromCharCode(...valueOf(decodeBase64url(first)))).not.toContain('candidate')
  })
})

/** As an implementation in another language seals them, after docs/security.md alone (Python's `cryptography` 48). */
const foreign: readonly (readonly [Role, string, string])[] = [
  ['viewer', 'AAAAAAAAAACv2v7kCu3erzt5JAX0MJqgno2AgyR5', 'AAAAAAAAAAHvwzL-dQgFOAyUaZ0hd1mJRWDK49jhu-IfS6g'],
  ['host', 'AAAAAAAAAABarZIC9XYJLDER6eC3gHY-MRWHxxYm', 'AAAAAAAAAAEmSRvLkElqjGylRDPgHsAO1MOOjFtewgXZZ3U'],
]

describe('the frames', () => {
  it.each(foreign)('of a %s are those of the document', (role, ...frames) => {
    const [sendByte, receiveByte] = role === 'viewer' ? [0x11, 0x22] : [0x22, 0x11]
    const channel = createSealedChannel({
      ...structuredClone(viewerKeys),
      role,
      sid: Uint8Array.from({ length: 32 }, (_, at) => at),
      sendKey: new Uint8Array(32).fill(sendByte),
      receiveKey: new Uint8Array(32).fill(receiveByte),
    })
    expect(['first', '두 번째'].map((text) => valueOf(channel.seal(text)))).toEqual(frames)
  })
})

describe('the longest message', () => {
  it('fits the longest signal, and opens', () => {
    const { viewer, host } = openChannels()
    const frame = valueOf(viewer.seal('x'.repeat(MAX_PLAINTEXT_BYTES)))
    const signal = JSON.stringify({ type: 'sealed', frame })
    expect(signal.length).toBeLessThanOrEqual(MAX_SIGNAL_LENGTH)
    expect(parsePairingMessage(signal).ok).toBe(true)
    expect(host.open(frame).ok).toBe(true)
  })

  it.each([
    ['one byte more', 'x'.repeat(MAX_PLAINTEXT_BYTES + 1)],
    ['as many characters, but more bytes', 'é'.repeat(MAX_PLAINTEXT_BYTES)],
    ['half a surrogate pair', 'text \uD83E'],
  ])('is not exceeded, nor the channel harmed, by %s', (_, text) => {
    const { viewer, host } = openChannels()
    expect(viewer.seal(text)).toMatchObject(failed('bad-request'))
    expect(host.open(valueOf(viewer.seal('next')))).toEqual({ ok: true, value: 'next' })
  })
})

describe('a frame that is not the next one', () => {
  const sealed = ['one', 'two', 'three']
  /** Three frames in order, and one the other way. */
  const scene = () => {
    const channels = openChannels()
    const frames = sealed.map((text) => valueOf(channels.viewer.seal(text)))
    return { ...channels, frames, answer: valueOf(channels.host.seal('answer')) }
  }

  it('is refused with any single bit changed', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, bit) => {
        const { viewer, host } = openChannels()
        expect(host.open(flipBit(valueOf(viewer.seal(text)), bit))).toMatchObject(failed('tampered'))
      }),
    )
  })

  it('is refused unless the frames come each once, in order and without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: sealed.length - 1 }), { maxLength: 5 }), (order) => {
        const { host, frames } = scene()
        const opened = order.map((index) => host.open(frames[index] ?? ''))
        const firstWrong = order.findIndex((index, position) => index !== position)
        opened.forEach((result, position) => {
          if (firstWrong < 0 || position < firstWrong)
            expect(result).toEqual({ ok: true, value: sealed[position] })
          else expect(result).toMatchObject(failed('tampered'))
        })
      }),
    )
  })

  it('is refused in the direction that it came from', () => {
    const { viewer, host, frames, answer } = scene()
    expect(viewer.open(frames[0] ?? '')).toMatchObject(failed('tampered'))
    expect(host.open(answer)).toMatchObject(failed('tampered'))
  })

  it('is refused with an end missing or added', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (length, longer) => {
        const { host, frames } = scene()
        const whole = valueOf(decodeBase64url(frames[0] ?? ''))
        const other = longer ? Uint8Array.of(...whole, length & 0xff) : whole.slice(0, length % whole.length)
        expect(host.open(encodeBase64url(other))).toMatchObject(failed('tampered'))
      }),
    )
  })

  it.each(['', '=', 'A', 'not base64url', 'A'.repeat(400)])('is refused as %j', (frame) => {
    expect(openChannels().host.open(frame)).toMatchObject(failed('tampered'))
  })

  it('is refused from another session', () => {
    const other = createSealedChannel(pairedKeys('another run').viewer)
    expect(openChannels().host.open(valueOf(other.seal('one')))).toMatchObject(failed('tampered'))
  })

  it('kills the channel both ways', () => {
    const { host, frames } = scene()
    host.open(frames[1] ?? '')
    expect(host.open(frames[0] ?? '')).toMatchObject(failed('tampered'))
    expect(host.seal('anything')).toMatchObject(failed('tampered'))
  })
})

describe('the keys', () => {
  it('make one channel and no second', () => {
    const { viewer } = pairedKeys()
    createSealedChannel(viewer)
    expect(() => createSealedChannel(viewer)).toThrow('had their channel')
  })

  it.each<[string, (channel: ReturnType<typeof createSealedChannel>) => void]>([
    ['its close', (channel) => channel.close()],
    ['its death', (channel) => void channel.open('')],
  ])('are zeroed at %s', (_, end) => {
    const { viewer } = pairedKeys()
    end(createSealedChannel(viewer))
    expect(viewer.sendKey).toEqual(new Uint8Array(32))
    expect(viewer.receiveKey).toEqual(new Uint8Array(32))
  })

  it('serve nothing after the close, which may come twice', () => {
    const { viewer, host } = openChannels()
    const frame = valueOf(viewer.seal('late'))
    host.close()
    host.close()
    expect(host.open(frame)).toMatchObject(failed('session-ended'))
    expect(host.seal('late')).toMatchObject(failed('session-ended'))
  })
})
