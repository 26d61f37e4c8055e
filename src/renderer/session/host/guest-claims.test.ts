import { beforeEach, expect, it } from 'vitest'
import { Tries } from '#shared/pairing/tries.ts'
import { GuestClaims } from './guest-claims.ts'
import type { LiveCode } from './host-code.ts'
import type { HostGuest } from './host-guest.ts'
import { IceSupply } from '../ice-supply.ts'
import { createWorld } from '../testing/world.ts'

const viewerId = 'viewer'.padEnd(22, '_')
const dud: LiveCode = { code: { room: '00000', secret: '11111' }, tries: new Tries() }
const live: LiveCode = { code: { room: '48213', secret: '90571' }, tries: new Tries() }

let code: LiveCode | null
let asked: unknown[]
let guests: Map<string, HostGuest>
let claims: GuestClaims

beforeEach(async () => {
  const deps = createWorld().deps()
  const generated = await deps.generateCertificate()
  if (!generated.ok) throw new Error('no certificate')
  const signaling = deps.createSignaling()
  signaling.request = (name, payload) => {
    asked.push([name, payload])
    // Never answered, as by a server that has something in mind.
    return new Promise(() => undefined)
  }
  code = live
  asked = []
  guests = new Map()
  claims = new GuestClaims({
    deps,
    signaling,
    code: {
      get current() {
        return code
      },
      drawDud: () => dud,
    },
    membership: { current: { sessionId: 's', memberId: 'h'.repeat(22), ticket: 't' } },
    ice: new IceSupply({ deps, membership: () => null }),
    picture: () => null,
    certificate: () => generated.value,
    guests,
    acceptWaitMs: () => 0,
    onTaken: (guest, taken) => {
      guests.set(guest.id, guest)
      asked.push(taken)
    },
  })
})

it('are taken up once for each viewer', () => {
  claims.take(viewerId)
  claims.take(viewerId)
  expect([...guests.keys()]).toEqual([viewerId])
  expect(asked).toEqual([live])
})

it('are taken up, too, where there is no code: nothing tells before the proof', () => {
  code = null
  claims.take(viewerId)
  expect(guests.size).toBe(1)
  expect(asked).toEqual([null])
})

it('are refused to a member that the session is done with', () => {
  claims.close(viewerId)
  claims.take(viewerId)
  expect(claims.isClosed(viewerId)).toBe(true)
  expect(guests.size).toBe(0)
  expect(asked).toEqual([['viewer:remove', { viewerId, code: 'code-invalid' }]])
})

it('are not more than sixteen at once, taken up or refused', () => {
  for (let claim = 0; claim < 40; claim++) claims.take(`claim-${String(claim)}`.padEnd(22, '_'))
  expect(guests.size).toBe(16)
  guests.clear()
  asked.length = 0
  claims.close(viewerId)
  for (let claim = 0; claim < 40; claim++) claims.take(viewerId)
  expect(asked).toHaveLength(16)
})
