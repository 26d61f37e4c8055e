import { describe, expect, it } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { err, ok } from '../../src/shared/result.ts'
import { createHarness, defaultSettings, valueOf } from '../test/support/rooms.ts'
import { MAX_WAITING } from './rooms.ts'

const invalid = err(failure('code-invalid'))
const done = ok({})
const { codeTtlMs } = defaultSettings

describe('a code', () => {
  it('is won by exactly one of sixteen who claim it at once', async () => {
    const { open, rooms, delivery } = createHarness()
    const { room } = await open('host')
    const claims = await Promise.all(Array.from({ length: 16 }, (_, i) => rooms.claim(`viewer${i}`, room)))
    const [winner, ...others] = claims.filter((claim) => claim.ok)
    expect(others).toEqual([])
    expect(claims.filter((claim) => !claim.ok)).toEqual(Array(15).fill(invalid))
    expect(delivery.takeFor('host')).toEqual([['viewer:claimed', { viewerId: valueOf(winner!).memberId }]])
  })

  it('gets one answer when it is unknown, used, withdrawn or expired', async () => {
    const { open, join, rooms, clock } = createHarness()
    const used = await open('host1')
    await join('viewer', used.room)
    const withdrawn = await open('host2')
    await rooms.renew(withdrawn.host)
    const expired = await open('host3')
    clock.advance(codeTtlMs)
    for (const room of ['999999999', used.room, withdrawn.room, expired.room])
      expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('can be claimed until the last millisecond', async () => {
    const { open, rooms, clock } = createHarness()
    const { room } = await open('host')
    clock.advance(codeTtlMs - 1)
    expect((await rooms.claim('viewer', room)).ok).toBe(true)
  })

  it('expires alone: its session and its viewers live on', async () => {
    const { open, join, rooms, clock, store } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    clock.advance(codeTtlMs)
    await rooms.sweep()
    expect(await store.counts()).toMatchObject({ sessions: 1, codes: 0, waitingViewers: 1 })
    expect(await rooms.admit(host, memberId)).toEqual(done)
    expect((await rooms.renew(host)).ok).toBe(true)
  })

  it('is renewed at another number, and the old one is dead', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const renewed = valueOf(await rooms.renew(host))
    expect(renewed).toEqual({ room: expect.stringMatching(/^\d{5}$/) as string, codeTtlMs })
    expect(renewed.room).not.toBe(room)
    expect(await rooms.claim('viewer', room)).toEqual(invalid)
    await join('viewer', renewed.room)
  })

  it('is open again once the host releases it; whoever had claimed it is sent away', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('first', room)
    expect(await rooms.release(host, memberId)).toEqual(done)
    expect(delivery.takeFor('first')).toEqual([['viewer:removed', { code: 'secret-mismatch' }]])
    expect(await rooms.memberOn('first', memberId)).toBeUndefined()
    await join('second', room)
  })

  it('stays with its holder when the host releases it for somebody else', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const first = await join('first', room)
    await rooms.release(host, first.memberId)
    await join('second', room)
    expect(await rooms.release(host, first.memberId)).toEqual(done)
    expect(await rooms.claim('third', room)).toEqual(invalid)
  })

  it('cannot be reopened after its time', async () => {
    const { open, join, rooms, clock } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    clock.advance(codeTtlMs)
    expect(await rooms.release(host, memberId)).toEqual(invalid)
    expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('is open again when its holder leaves or vanishes before the host has let it in', async () => {
    const { open, join, rooms } = createHarness()
    const { room } = await open('host')
    await rooms.leave((await join('first', room)).viewer)
    await rooms.handleDisconnect('second', (await join('second', room)).memberId)
    await join('third', room)
  })

  it('is used up once its holder is let in', async () => {
    const { open, join, rooms, store } = createHarness()
    const { room, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    expect((await store.counts()).codes).toBe(0)
    await rooms.leave(viewer)
    expect(await rooms.claim('other', room)).toEqual(invalid)
    expect(await rooms.release(host, viewer.id)).toEqual(done)
    expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('stays used when the host turns its holder away, until the host releases it', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    await rooms.remove(host, memberId, 'denied')
    expect(await rooms.claim('other', room)).toEqual(invalid)
    expect(await rooms.release(host, memberId)).toEqual(done)
    await join('other', room)
  })

  it('is not to be had while too many wait already', async () => {
    const { open, join, rooms } = createHarness()
    const { host, ...session } = await open('host')
    let { room } = session
    for (let i = 0; i < MAX_WAITING; i++) {
      await join(`viewer${i}`, room)
      room = valueOf(await rooms.renew(host)).room
    }
    expect(await rooms.claim('one-too-many', room)).toEqual(invalid)
  })

  it('is never allotted at a number that is live', async () => {
    // Draws 11111 for each of the two sessions, then 22222.
    const draws = [1, 1, 2].values()
    const random = (length: number) => {
      if (length === 16) return crypto.getRandomValues(new Uint8Array(16))
      return new Uint8Array(length).fill(draws.next().value ?? 0)
    }
    const { open } = createHarness({}, random)
    expect((await open('host1')).room).toBe('11111')
    expect((await open('host2')).room).toBe('22222')
  })

  it('is a bug, not a hang, when no free number can be drawn', async () => {
    const { open, rooms } = createHarness({}, (length) =>
      length === 16 ? crypto.getRandomValues(new Uint8Array(16)) : new Uint8Array(length),
    )
    await open('host1')
    await expect(rooms.create('host2', new Uint8Array(32))).rejects.toThrow('room numbers')
  })
})
