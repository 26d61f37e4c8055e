import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { MAX_TRIES, TriesByRoom } from '#shared/pairing/tries.ts'
import { PAIRING_TIMEOUT_MS } from './deps.ts'
import { codeOf, createWorld, openOf, settle, wrong } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('a wrong secret', () => {
  it('costs a try, tells both sides, and leaves the code good', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    const guesser = world.viewer()
    await guesser.join(wrong(code))
    await settle()
    expect(guesser.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'secret-mismatch' } })
    expect(openOf(host)).toMatchObject({ guests: [], notice: { kind: 'wrong-code', triesLeft: 2 } })
    expect(codeOf(host)).toEqual(code)
    const viewer = await world.knock(host)
    expect(viewer.snapshot).toMatchObject({ step: 'waiting' })
  })

  it('lets a code that it alone has retired fail at the proof, as a room that nobody has', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.clock.advance(600_000)
    expect(openOf(host).code).toEqual({ kind: 'expired' })
    const said: string[] = []
    world.server.tamper = (data) => {
      said.push((JSON.parse(data) as { readonly type: string }).type)
      return data
    }
    const late = world.viewer()
    await late.join(code)
    await settle()
    expect(late.snapshot).toMatchObject({ failure: { code: 'code-invalid' } })
    expect(said).toEqual(['pair-hello', 'pair-start', 'pair-reply', 'pair-proof', 'pair-abort'])
    expect(world.server.removed).toEqual([])
    expect(openOf(host)).toMatchObject({ notice: null, guests: [] })
  })

  it('burns the code the third time, and draws a new one only when the person asks', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    for (let i = 0; i < MAX_TRIES; i++) {
      await world.viewer().join(wrong(code))
      await settle()
    }
    expect(openOf(host)).toMatchObject({ notice: { kind: 'code-burnt' }, code: { kind: 'burnt' } })
    const late = world.viewer()
    await late.join(code)
    await settle()
    expect(late.snapshot).toMatchObject({ failure: { code: 'code-invalid' } })
    await host.renewCode()
    expect(codeOf(host).room).not.toBe(code.room)
  })

  it('brings no new tries to a server that pretends to have restarted', async () => {
    const host = await world.sharing()
    await world.viewer().join(wrong(codeOf(host)))
    await settle()
    world.server.restart()
    await settle()
    expect(openOf(host).code).toEqual({ kind: 'burnt' })
  })

  it('is not what a viewer merely claims: its abort costs nothing, and says only that joining failed', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.server.tamper = (data) =>
      data.includes('pair-start') ? JSON.stringify({ type: 'pair-abort', code: 'secret-mismatch' }) : data
    await world.viewer().join(code)
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-gone') })
    expect(codeOf(host)).toEqual(code)
  })

  it('is not what a server merely says of a viewer that it lets go', async () => {
    const host = await world.sharing()
    world.server.host?.emit('viewer:claimed', { viewerId: 'v'.repeat(22) })
    world.server.host?.emit('viewer:left', { viewerId: 'v'.repeat(22), code: 'secret-mismatch' })
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-gone') })
    world.server.restart()
    await settle()
    expect(openOf(host).code.kind).toBe('ready')
  })

  it('is no longer tried by a viewer’s app after three proofs, even if a server keeps the room alive', async () => {
    const host = await world.sharing()
    const { room } = codeOf(host)
    const tries = new TriesByRoom(() => 0)
    const proofs: string[] = []
    world.server.tamper = (data) => {
      if (data.includes('pair-proof')) proofs.push(data)
      return data
    }
    const join = async () => {
      const viewer = world.viewer('Mina', tries)
      await viewer.join({ room, secret: '00000' })
      await settle()
      return viewer.snapshot.kind === 'ended' && viewer.snapshot.failure?.code
    }
    expect(await join()).toBe('secret-mismatch')
    expect(await join()).toBe('secret-mismatch')
    expect(await join()).toBe('too-many-tries')
    // The host has burnt the code; a lying server hands it out all the same.
    world.server.room = room
    world.server.claimedBy = null
    expect(await join()).toBe('too-many-tries')
    expect(proofs).toHaveLength(MAX_TRIES)
  })

  it('costs nothing while it is only claimed: the code opens again', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.server.tamper = (data) => (data.includes('pair-start') ? null : data)
    const silent = world.viewer()
    await silent.join(code)
    await settle()
    world.clock.advance(PAIRING_TIMEOUT_MS)
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-unreachable') })
    world.server.tamper = (data) => data
    const viewer = world.viewer()
    await viewer.join(code)
    await settle()
    expect(viewer.snapshot).toMatchObject({ step: 'waiting' })
  })
})

describe('a code', () => {
  it('expires, and can be had anew', async () => {
    const host = await world.sharing()
    const first = codeOf(host)
    world.clock.advance(600_000)
    expect(openOf(host).code).toEqual({ kind: 'expired' })
    await host.renewCode()
    expect(codeOf(host)).not.toEqual(first)
  })
})
