import { describe, expect, it } from 'vitest'
import type { Role } from '#shared/pairing/context.ts'
import { pairedKeys, seededRandom } from '#shared/pairing/testing/run-pairing.ts'
import type { PairingMessage } from '#shared/protocol/pairing-messages.ts'
import { ResumableChannel } from './resumable-channel.ts'

const other: Record<Role, Role> = { host: 'viewer', viewer: 'host' }
type ChannelMessage = Parameters<ResumableChannel['receive']>[0]

const isForChannel = ({ type }: PairingMessage): boolean => type === 'sealed' || type.startsWith('resume-')

/** Two channels, and what is under way between them: the test is the server. */
const createPair = () => {
  const keys = pairedKeys()
  const createSide = (role: Role) => {
    const outbox: ChannelMessage[] = []
    const opened: string[] = []
    const channel = new ResumableChannel({
      keys: keys[role],
      random: seededRandom(role),
      peerId: other[role],
      post: (message) => {
        if (!isForChannel(message)) throw new Error(`a channel does not say ${message.type}`)
        outbox.push(message as ChannelMessage)
      },
    })
    channel.on('opened', (text) => opened.push(text))
    channel.on('failed', ({ code }) => opened.push(`failed: ${code}`))
    return { channel, outbox, opened }
  }
  const sides = { host: createSide('host'), viewer: createSide('viewer') }
  /** Hands on one message, the oldest that is under way from this side. */
  const pass = (from: Role): void => {
    const message = sides[from].outbox.shift()
    if (message) sides[other[from]].channel.receive(message, from)
  }
  const passAll = (): void => {
    while (sides.host.outbox.length + sides.viewer.outbox.length > 0) {
      pass('viewer')
      pass('host')
    }
  }
  return { ...sides, pass, passAll }
}

describe('a resumable channel', () => {
  it('brings each text once and in order, whatever of it was lost', () => {
    const { host, viewer, passAll } = createPair()
    viewer.channel.send('came')
    passAll()
    viewer.channel.send('lost')
    viewer.outbox.splice(0)
    viewer.channel.suspend()
    viewer.channel.send('later')
    viewer.channel.resume()
    passAll()
    expect(host.opened).toEqual(['came', 'lost', 'later'])
  })

  it('does not open twice what comes while the two find each other again', () => {
    const { host, viewer, pass, passAll } = createPair()
    viewer.channel.send('slow')
    const [slow] = viewer.outbox.splice(0)
    viewer.channel.resume()
    // The host has said how many texts it has: one more now would come again.
    pass('viewer')
    if (slow) host.channel.receive(slow, 'viewer')
    passAll()
    expect(host.opened).toEqual(['slow'])
  })

  it('goes on where it was when somebody else claims to be back', () => {
    const { host, viewer, pass, passAll } = createPair()
    host.channel.receive({ type: 'resume-start', nonce: 'A'.repeat(22) }, 'stranger')
    host.outbox.splice(0)
    host.channel.receive({ type: 'resume-proof', received: 0, ticket: 'A'.repeat(86) }, 'stranger')
    expect(host.channel.peerId).toBe('viewer')
    viewer.channel.send('still here')
    viewer.channel.resume()
    pass('viewer')
    passAll()
    expect(host.opened).toEqual(['still here'])
  })

  it('ends with a frame that is not authentic', () => {
    const { host, viewer } = createPair()
    viewer.channel.send('one')
    const [frame] = viewer.outbox
    if (frame?.type !== 'sealed') throw new Error('nothing was sealed')
    host.channel.receive({ ...frame, frame: `${frame.frame.slice(0, -2)}AA` }, 'viewer')
    host.channel.receive(frame, 'viewer')
    expect(host.opened).toEqual(['failed: tampered'])
  })
})
