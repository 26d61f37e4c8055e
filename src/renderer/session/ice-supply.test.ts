import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { noIceServers } from '../transport/ice-servers.ts'
import { IceSupply, NEEDED_LIFE_MS, PATIENCE_MS } from './ice-supply.ts'

const TTL_MS = 600_000

const membership = { sessionId: 's', memberId: 'm', ticket: 't' }
/** What the server answers to its `count`-th question. */
const offer = (count: number) => ({
  servers: [{ urls: ['turn:turn.example'], username: String(count), credential: 'x' }],
  isWhole: true,
  lifeMs: TTL_MS,
})
/** What a link gets of that answer. */
const given = (count: number) => ({ servers: [...own, ...offer(count).servers], isWhole: true })
/** When the server cannot be asked. */
const ownAlone = () => ({ servers: own, isWhole: false })

let clock: ManualClock
/** What the person has brought. */
let own: RTCIceServer[]
let asked: number
let isReachable: boolean
/** How long an answer takes. */
let delayMs: number
let supply: IceSupply

beforeEach(() => {
  clock = new ManualClock()
  asked = 0
  own = [{ urls: 'stun:own.example' }]
  isReachable = true
  delayMs = 0
  const fetchIceServers = async () => {
    const answer = offer(++asked)
    if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve))
    return isReachable ? answer : noIceServers
  }
  const deps = { clock, fetchIceServers, ownIceServers: () => own }
  supply = new IceSupply({ deps, membership: () => membership })
})

describe('servers for a link', () => {
  it('are those that were asked for ahead, while they live long enough', async () => {
    supply.prepare()
    clock.advance(TTL_MS - NEEDED_LIFE_MS)
    expect(await supply.forLink()).toEqual(given(1))
    expect(asked).toBe(1)
  })

  it('are asked for again when the credentials would end before the link is up', async () => {
    supply.prepare()
    await supply.forLink()
    clock.advance(TTL_MS - NEEDED_LIFE_MS + 1)
    expect(await supply.forLink()).toEqual(given(2))
  })

  it('are one question, however many wait for the answer', async () => {
    supply.prepare()
    await Promise.all([supply.forLink(), supply.forPath(), supply.forLink()])
    expect(asked).toBe(1)
  })

  it('are the person’s own alone when the server gives none, and all as soon as it does', async () => {
    isReachable = false
    expect(await supply.forLink()).toEqual(ownAlone())
    isReachable = true
    expect(await supply.forLink()).toEqual(given(2))
  })
})

it('the person’s own are those of now, whenever the others were asked for', async () => {
  await supply.forLink()
  own = [{ urls: 'turn:other.example', username: 'me', credential: 'x' }]
  expect(await supply.forLink()).toEqual(given(1))
  own = []
  expect(await supply.forLink()).toEqual(given(1))
  expect(asked).toBe(1)
})

describe('servers for another path', () => {
  it('are asked for again only when the credentials would end before it is found', async () => {
    await supply.forLink()
    clock.advance(TTL_MS - NEEDED_LIFE_MS)
    expect(await supply.forPath()).toEqual(given(1))
    expect(asked).toBe(1)
    clock.advance(1)
    expect(await supply.forPath()).toEqual(given(2))
  })

  it('are those of before while their credentials live, and the server cannot be asked', async () => {
    await supply.forLink()
    isReachable = false
    clock.advance(TTL_MS - 1)
    expect(await supply.forPath()).toEqual(given(1))
    clock.advance(1)
    expect(await supply.forPath()).toEqual(ownAlone())
  })

  it('are not waited for long where others are still good', async () => {
    await supply.forLink()
    clock.advance(TTL_MS - NEEDED_LIFE_MS + 1)
    delayMs = 10 * PATIENCE_MS
    const path = supply.forPath()
    clock.advance(PATIENCE_MS)
    expect(await path).toEqual(given(1))
    clock.advance(delayMs)
    expect(clock.pending).toBe(0)
    await supply.forLink()
    expect(asked).toBe(2)
  })

  it('are not waited for long where none are good any more: a link then keeps those that it has', async () => {
    await supply.forLink()
    clock.advance(TTL_MS)
    delayMs = 10 * PATIENCE_MS
    const path = supply.forPath()
    clock.advance(PATIENCE_MS)
    expect(await path).toEqual(ownAlone())
  })

  it('are asked for over the network of now', async () => {
    supply.prepare()
    await supply.forLink()
    clock.advance(TTL_MS)
    isReachable = false
    delayMs = PATIENCE_MS / 2
    void supply.forPath()
    isReachable = true
    delayMs = 0
    supply.handleNetworkChange()
    expect(await supply.forPath()).toEqual(given(3))
    // The question of before ends later, in vain, and takes nothing back.
    isReachable = false
    clock.advance(PATIENCE_MS / 2)
    expect(await supply.forLink()).toEqual(given(3))
    expect(asked).toBe(3)
  })
})
