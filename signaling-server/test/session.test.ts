import { describe, expect, it } from 'vitest'
import { connect, joinSession, openSession, someHost } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const id = expect.stringMatching(/^[\w-]{22}$/) as string
const done = { ok: true, value: {} }
const refusal = (code: string) => ({ ok: false, error: { code } })

describe('a session', () => {
  it('goes from the code to the end', async () => {
    const { url } = await startServer()
    const host = await connect(url)
    const created = valueOf(await host.request('session:create', someHost))
    expect(created).toEqual({
      sessionId: id,
      memberId: id,
      ticket: id,
      room: expect.stringMatching(/^\d{5}$/) as string,
      codeTtlMs: 600_000,
      maxViewers: 6,
    })

    const viewer = await connect(url)
    const claimed = valueOf(await viewer.request('code:claim', { room: created.room }))
    expect(claimed).toEqual({
      sessionId: created.sessionId,
      memberId: id,
      ticket: id,
      hostId: created.memberId,
    })
    expect(await host.next('viewer:claimed')).toEqual({ viewerId: claimed.memberId })

    expect(await host.ask('signal:send', { to: claimed.memberId, data: 'hello' })).toEqual(done)
    expect(await viewer.next('signal:received')).toEqual({ from: created.memberId, data: 'hello' })
    expect(await viewer.ask('signal:send', { to: created.memberId, data: 'hello back' })).toEqual(done)
    expect(await host.next('signal:received')).toEqual({ from: claimed.memberId, data: 'hello back' })

    expect(await host.ask('viewer:admit', { viewerId: claimed.memberId })).toEqual(done)
    expect(await host.ask('session:leave', {})).toEqual(done)
    expect(await viewer.next('session:ended')).toEqual({ code: 'session-ended' })
    expect([...host.unread, ...viewer.unread]).toEqual([])
  })

  it('lets a viewer leave, and claim another code on the same connection', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    expect(await viewer.app.ask('session:leave', {})).toEqual(done)
    expect(await host.app.next('viewer:left')).toEqual({ viewerId: viewer.memberId, code: 'session-ended' })
    expect((await viewer.app.request('code:claim', { room: host.room })).ok).toBe(true)
  })

  it('sends a viewer away with the reason that the host gives', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    const removal = { viewerId: viewer.memberId, code: 'denied' }
    expect(await host.app.ask('viewer:remove', removal)).toEqual(done)
    expect(await viewer.app.next('viewer:removed')).toEqual({ code: 'denied' })
    expect(await viewer.app.ask('signal:send', { to: host.memberId, data: 'x' })).toEqual(
      refusal('not-allowed'),
    )
    expect(await host.app.ask('viewer:remove', removal)).toEqual(refusal('peer-gone'))
  })

  it('reopens a released code and withdraws a renewed one', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const first = await joinSession(url, host.app, host.room)
    expect(await host.app.ask('code:release', { viewerId: first.memberId })).toEqual(done)
    expect(await first.app.next('viewer:removed')).toEqual({ code: 'secret-mismatch' })
    await joinSession(url, host.app, host.room)

    const renewed = valueOf(await host.app.request('code:renew', {}))
    const late = await connect(url)
    await late.request('code:claim', { room: host.room })
    await late.request('session:leave', {})
    expect(host.app.unread).toEqual([])
    const { memberId } = valueOf(await late.request('code:claim', { room: renewed.room }))
    expect(await host.app.next('viewer:claimed')).toEqual({ viewerId: memberId })
  })

  it('lets in as many viewers as the server allows', async () => {
    const { url } = await startServer({ MAX_VIEWERS: '1' })
    const host = await openSession(url)
    const first = await joinSession(url, host.app, host.room)
    const { room } = valueOf(await host.app.request('code:renew', {}))
    const second = await joinSession(url, host.app, room)
    expect(await host.app.ask('viewer:admit', { viewerId: first.memberId })).toEqual(done)
    expect(await host.app.ask('viewer:admit', { viewerId: second.memberId })).toEqual(refusal('session-full'))
    await first.app.request('session:leave', {})
    expect(await host.app.ask('viewer:admit', { viewerId: second.memberId })).toEqual(done)
  })

  it('is one per connection', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const { sessionId, memberId, ticket } = host
    const other = await openSession(url)
    expect(await host.app.ask('session:create', someHost)).toEqual(refusal('not-allowed'))
    expect(await host.app.ask('code:claim', { room: other.room })).toEqual(refusal('not-allowed'))
    expect(await other.app.ask('session:resume', { sessionId, memberId, ticket })).toEqual(
      refusal('not-allowed'),
    )
    // Not even when both are asked for in one breath.
    const newcomer = await connect(url)
    const answers = await Promise.all([
      newcomer.ask('session:create', someHost),
      newcomer.ask('code:claim', { room: other.room }),
    ])
    expect(answers).toEqual([expect.objectContaining({ ok: true }), refusal('not-allowed')])
  })

  it("is the host's: a viewer may not do what a host does, a stranger nothing", async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    const stranger = await connect(url)
    const { memberId: viewerId } = viewer
    const hostRequests: [string, object][] = [
      ['code:renew', {}],
      ['code:release', { viewerId }],
      ['viewer:admit', { viewerId }],
      ['viewer:remove', { viewerId, code: 'removed' }],
    ]
    for (const [name, payload] of hostRequests) {
      expect(await viewer.app.ask(name, payload)).toEqual(refusal('not-allowed'))
      expect(await stranger.ask(name, payload)).toEqual(refusal('not-allowed'))
    }
    expect(await stranger.ask('signal:send', { to: viewerId, data: 'x' })).toEqual(refusal('not-allowed'))
    expect(await stranger.ask('session:leave', {})).toEqual(refusal('not-allowed'))
  })

  it('keeps signals in order', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    const sent = Array.from({ length: 100 }, (_, index) => `signal ${index}`)
    await Promise.all(sent.map((data) => host.app.ask('signal:send', { to: viewer.memberId, data })))
    const received: string[] = []
    while (received.length < sent.length) received.push((await viewer.app.next('signal:received')).data)
    expect(received).toEqual(sent)
  })

  it('does not carry signals between viewers', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const first = await joinSession(url, host.app, host.room)
    const { room } = valueOf(await host.app.request('code:renew', {}))
    const second = await joinSession(url, host.app, room)
    expect(await first.app.ask('signal:send', { to: second.memberId, data: 'x' })).toEqual(
      refusal('not-allowed'),
    )
  })
})
