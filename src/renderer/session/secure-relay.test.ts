import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import type { Role } from '#shared/pairing/context.ts'
import { seededRandom } from '#shared/pairing/testing/run-pairing.ts'
import { Tries } from '#shared/pairing/tries.ts'
import type { PeerSignal } from '#shared/protocol/peer-messages.ts'
import { SecureRelay } from './secure-relay.ts'
import { fakeCertificate } from './testing/fake-links.ts'

const ids = { host: 'h'.repeat(22), viewer: 'v'.repeat(22) }
const certificates = {
  host: fakeCertificate(Uint8Array.of(1), sha256),
  viewer: fakeCertificate(Uint8Array.of(2), sha256),
}
const other: Record<Role, Role> = { host: 'viewer', viewer: 'host' }
const candidate = { candidate: 'candidate:1', sdpMLineIndex: 0, sdpMid: '0' }
const candidateSignal: PeerSignal = { type: 'link', signal: { type: 'candidate', candidate } }

/** A description that names these certificates. */
const description = (...named: readonly RTCCertificate[]): PeerSignal => {
  const lines = named.map((it) => `a=fingerprint:sha-256 ${it.getFingerprints()[0]?.value ?? ''}`)
  return { type: 'link', signal: { type: 'offer', sdp: ['v=0', ...lines, ''].join('\r\n') } }
}

/** One side, with what it sent to the server and what came of what it was told. */
const createSide = (role: Role, secret = '90571') => {
  const posted: string[] = []
  const received: PeerSignal[] = []
  const failures: string[] = []
  const relay = new SecureRelay({
    role,
    code: { room: '48213', secret },
    hostId: ids.host,
    viewerId: ids.viewer,
    certificate: certificates[role],
    random: seededRandom(role),
    tries: new Tries(),
    post: (data) => posted.push(data),
  })
  relay.on('signalReceived', (signal) => received.push(signal))
  relay.on('failed', ({ code }) => failures.push(code))
  return { relay, posted, received, failures }
}

/** Two sides that have said all they have to say, through a server that changes nothing by itself. */
const createPair = (viewerSecret?: string) => {
  const sides = { host: createSide('host'), viewer: createSide('viewer', viewerSecret) }
  const passOn = (): void => {
    while (sides.host.posted.length + sides.viewer.posted.length > 0)
      for (const from of ['host', 'viewer'] as const)
        for (const data of sides[from].posted.splice(0)) sides[other[from]].relay.receive(data)
  }
  sides.viewer.relay.start()
  sides.host.relay.start()
  passOn()
  return { ...sides, passOn }
}

describe('a relay', () => {
  it('takes from the other side what the other side sent, once both have proved the code', () => {
    const { host, viewer, passOn } = createPair()
    viewer.relay.send({ type: 'knock', name: 'Mina', app: 'web' })
    host.relay.send({ type: 'admit' })
    passOn()
    expect(host.received).toEqual([{ type: 'knock', name: 'Mina', app: 'web' }])
    expect(viewer.received).toEqual([{ type: 'admit' }])
    expect([host.relay.wordsKey, host.relay.place]).toEqual([viewer.relay.wordsKey, viewer.relay.place])
  })

  it('has nothing for a side that does not know the secret', () => {
    const { host, viewer, passOn } = createPair('00000')
    expect([host.failures, viewer.failures]).toEqual([['secret-mismatch'], ['secret-mismatch']])
    viewer.relay.send(candidateSignal)
    passOn()
    expect(host.received).toEqual([])
    expect(host.relay.isExpectedCertificate(certificates.viewer.der)).toBe(false)
  })

  it.each(['host', 'viewer'] as const)('takes no signal in the clear from the %s', (role) => {
    const { [role]: speaker, [other[role]]: listener } = createPair()
    listener.relay.receive(JSON.stringify(candidateSignal))
    expect(listener.received).toEqual([])
    expect(listener.failures).toEqual(['tampered'])
    expect(speaker.failures).toEqual([])
  })

  it('takes no signal in the clear before the code is proved either', () => {
    const { relay, received, failures } = createSide('viewer')
    relay.start()
    relay.receive(JSON.stringify(candidateSignal))
    expect(received).toEqual([])
    expect(failures).toEqual(['bad-request'])
  })

  it('takes nothing of the pairing again', () => {
    const { viewer } = createPair()
    viewer.relay.receive(JSON.stringify({ type: 'pair-hello', version: 1, nonce: 'A'.repeat(22) }))
    expect(viewer.failures).toEqual(['tampered'])
  })

  it.each(['host', 'viewer'] as const)('ends when a sealed frame to the %s was changed', (role) => {
    const { [other[role]]: speaker, [role]: listener } = createPair()
    speaker.relay.send(candidateSignal)
    const [frame = ''] = speaker.posted
    listener.relay.receive(frame.replace(/.(?="})/, (last) => (last === 'A' ? 'Q' : 'A')))
    expect(listener.received).toEqual([])
    expect(listener.failures).toEqual(['tampered'])
  })

  it('takes a frame that is delivered twice once', () => {
    const { host, viewer } = createPair()
    viewer.relay.send(candidateSignal)
    for (let delivery = 0; delivery < 2; delivery++) host.relay.receive(viewer.posted[0] ?? '')
    expect(host.received).toEqual([candidateSignal])
    expect(host.failures).toEqual([])
  })

  it('does not listen to somebody else, whatever it says', () => {
    const { host, viewer } = createPair()
    viewer.relay.send(candidateSignal)
    for (const data of [...viewer.posted, 'nonsense', JSON.stringify(candidateSignal)])
      host.relay.receive(data, 's'.repeat(22))
    expect(host.received).toEqual([])
    expect(host.failures).toEqual([])
  })

  it.each([
    ['tampered', true],
    ['denied', false],
  ])('is not ended by an abort in the clear (%s), only warned', (code, isWarned) => {
    const { viewer } = createPair()
    viewer.relay.receive(JSON.stringify({ type: 'pair-abort', code }))
    expect(viewer.failures).toEqual([])
    expect(viewer.relay.isWarned).toBe(isWarned)
  })
})

describe('the certificate that pairing vouches for', () => {
  it.each(['host', 'viewer'] as const)('is the only one that the %s may name', (role) => {
    const { [role]: speaker, [other[role]]: listener, passOn } = createPair()
    const signal = description(certificates[role])
    speaker.relay.send(signal)
    passOn()
    expect(listener.received).toEqual([signal])
    expect(listener.failures).toEqual([])
  })

  it.each([
    ['another', description(certificates.viewer)],
    ['another beside it', description(certificates.host, certificates.viewer)],
    ['none', description()],
  ])('fails a description that names %s', (_, signal) => {
    const { host, viewer, passOn } = createPair()
    host.relay.send(signal)
    passOn()
    expect(viewer.received).toEqual([])
    expect(viewer.failures).toEqual(['tampered'])
  })

  it('is the only one that DTLS may have used', () => {
    const { host, viewer } = createPair()
    expect(host.relay.isExpectedCertificate(certificates.viewer.der)).toBe(true)
    expect(viewer.relay.isExpectedCertificate(certificates.host.der)).toBe(true)
    expect(viewer.relay.isExpectedCertificate(certificates.viewer.der)).toBe(false)
  })
})
