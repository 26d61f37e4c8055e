import { beforeEach, expect, it } from 'vitest'
import type { Code } from '#shared/code.ts'
import { Tries, TriesByRoom } from '#shared/pairing/tries.ts'
import type { RequestName } from '#shared/protocol/signaling.ts'
import { PAIRING_TIMEOUT_MS, type SessionDeps } from '../deps.ts'
import { SecureRelay } from '../secure-relay.ts'
import type { FakeSignaling } from '../testing/fake-server.ts'
import { createWorld, settle } from '../testing/world.ts'
import { ViewerPairing } from './viewer-pairing.ts'

let world: ReturnType<typeof createWorld>
let code: Code
let signaling: FakeSignaling
/** What came of it, in order. */
let events: unknown[]
let relay: SecureRelay | null

/** A host that pairs with whoever claims its code, and does nothing else. */
const openHost = async (): Promise<Code> => {
  const { random, generateCertificate } = world.deps()
  const host = world.server.connect()
  const created = await host.request('session:create', { fingerprint: '' })
  const certificate = await generateCertificate()
  if (!created.ok || !certificate.ok) throw new Error('no host')
  const opened = { room: created.value.room, secret: '90571' }
  host.on('viewer:claimed', ({ viewerId }) => {
    const own = new SecureRelay({
      role: 'host',
      code: opened,
      hostId: host.id,
      viewerId,
      certificate: certificate.value,
      random,
      tries: new Tries(),
      post: (data, to) => host.sendSignal(to, data),
    })
    host.on('signal:received', ({ data, from }) => own.receive(data, from))
    own.start()
  })
  return opened
}

const createPairing = (changed: Partial<SessionDeps> = {}): ViewerPairing => {
  const deps = { ...world.deps(), ...changed }
  const pairing = new ViewerPairing({ deps, signaling, tries: new TriesByRoom(() => world.clock.now()) })
  signaling.on('signal:received', ({ data, from }) => pairing.receive(data, from))
  pairing.on('claimed', ({ memberId }) => events.push(['claimed', memberId === signaling.id]))
  pairing.on('paired', (paired) => {
    relay = paired
    events.push('paired')
  })
  pairing.on('failed', (reason) => events.push(reason.code))
  return pairing
}

beforeEach(async () => {
  world = createWorld()
  code = await openHost()
  signaling = world.server.connect()
  events = []
  relay = null
})

it('claims, proves, and hands over a relay that is not its own any more', async () => {
  const pairing = createPairing()
  await pairing.start(code)
  await settle()
  expect(events).toEqual([['claimed', true], 'paired'])
  pairing.close()
  expect(relay?.wordsKey).toHaveLength(32)
  expect(world.clock.pending).toBe(0)
})

it('takes a hello that overtakes the answer to the claim', async () => {
  const { request } = signaling
  const heard: string[] = []
  signaling.on('signal:received', ({ data }) => heard.push(data))
  let heardBefore = 0
  signaling.request = async <N extends RequestName>(...args: Parameters<typeof request<N>>) => {
    const answer = await request.call(signaling, ...args)
    await settle()
    heardBefore = heard.length
    return answer
  }
  await createPairing().start(code)
  await settle()
  expect(heardBefore).toBe(1)
  expect(events).toEqual([['claimed', true], 'paired'])
})

it('gives a host that says nothing twenty seconds', async () => {
  world.server.tamper = (data) => (data.includes('pair-hello') ? null : data)
  await createPairing().start(code)
  await settle()
  world.clock.advance(PAIRING_TIMEOUT_MS - 1)
  expect(events).toHaveLength(1)
  world.clock.advance(1)
  expect(events).toEqual([['claimed', true], 'peer-unreachable'])
})

it('proves nothing once it is given up, however far it had come', async () => {
  const said: string[] = []
  world.server.tamper = (data) => {
    said.push((JSON.parse(data) as { readonly type: string }).type)
    return data
  }
  const onItsWay = createPairing({
    generateCertificate: async () => {
      await settle()
      onItsWay.close()
      return world.deps().generateCertificate()
    },
  })
  await onItsWay.start(code)
  const claimed = createPairing()
  claimed.on('claimed', () => claimed.close())
  world.server.claimedBy = null
  await claimed.start(code)
  await settle()
  expect(events).toEqual([['claimed', true]])
  expect(new Set(said)).toEqual(new Set(['pair-hello']))
  expect(world.clock.pending).toBe(0)
})

it('believes no reason that nobody can have before the proof', async () => {
  world.server.tamper = (data) => (data.includes('pair-start') ? null : data)
  const pairing = createPairing()
  expect(pairing.understand('bad-request')).toBe('bad-request')
  await pairing.start(code)
  await settle()
  expect(pairing.understand('bad-request')).toBe('tampered')
  expect(pairing.understand('secret-mismatch')).toBe('tampered')
  expect(pairing.understand('code-invalid')).toBe('code-invalid')
})

it('believes that the secret is wrong once the proof has gone out', async () => {
  world.server.tamper = (data) => (data.includes('pair-confirm') ? null : data)
  const pairing = createPairing()
  await pairing.start(code)
  await settle()
  expect(pairing.understand('secret-mismatch')).toBe('secret-mismatch')
})
