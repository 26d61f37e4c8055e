import { beforeEach, describe, expect, it } from 'vitest'
import type { ControlReport } from '#shared/ipc/control.ts'
import { INTERRUPTION_LIMIT_MS } from '#shared/protocol/grants.ts'
import { FIRST_WAIT_MS } from '#shared/refusal-wait.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import type { HostSession } from './host/host-session.ts'
import { ANSWER_TIMEOUT_MS } from './host/page-control.ts'
import { createWorld, openOf, settle } from './testing/world.ts'
import type { ViewerSession } from './viewer/viewer-session.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('pointing, where a browser shares', () => {
  const guestOf = (host: HostSession) => {
    const [guest] = openOf(host).guests
    if (!guest) throw new Error('nobody is there')
    return guest
  }
  const controlOf = (viewer: ViewerSession) =>
    viewer.snapshot.kind === 'watching' ? viewer.snapshot.control : null
  const move = { type: 'move', at: { x: 0.25, y: 0.75 } } as const

  it('is said to be all that can be had, before anybody asks', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    expect(controlOf(viewer)).toEqual({
      availability: { point: null, control: 'web-host' },
      grant: { state: 'none', reason: null },
      pointer: { kind: 'unchecked' },
      obstacle: null,
    })
    viewer.control?.request('control')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'unavailable' })
  })

  it('is asked for, allowed, and seen; without leave, nothing is', async () => {
    const host = await world.sharing()
    const pointed: unknown[] = []
    host.on('pointed', (_, input) => pointed.push(input.type))
    const viewer = await world.watch(host)
    viewer.control?.send(move)
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'asked', level: 'point' })
    expect(guestOf(host).grant.state).toBe('asked')
    viewer.control?.send(move)
    expect(pointed).toEqual([])

    host.control.answer(guestOf(host).id, true)
    expect(controlOf(viewer)?.grant.state).toBe('pointing')
    viewer.control?.send(move)
    viewer.control?.send({ type: 'button', button: 'left', pressed: true, at: move.at })
    viewer.control?.send({ type: 'key', code: 'KeyA', pressed: true })
    expect(pointed).toEqual(['move', 'button'])

    host.control.revoke(guestOf(host).id)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'revoked' })
    viewer.control?.send(move)
    expect(pointed).toHaveLength(2)
  })

  it('that was refused is not asked for again at once', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    viewer.control?.request('point')
    host.control.answer(guestOf(host).id, false)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'denied' })
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'too-often' })
    world.clock.advance(FIRST_WAIT_MS)
    viewer.control?.request('point')
    world.clock.advance(ANSWER_TIMEOUT_MS)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'unanswered' })
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'too-often' })
  })

  it('that was taken back is not put up again at once', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    viewer.control?.request('point')
    viewer.control?.giveBack()
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'too-often' })
    // The person may still want it, and after that it may be asked for.
    host.control.offer(guestOf(host).id, 'point')
    viewer.control?.giveBack()
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant.state).toBe('asked')
  })

  it('can be offered unasked, given back, and ends with what is shown', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const offer = () => host.control.offer(guestOf(host).id, 'point')
    offer()
    expect(controlOf(viewer)?.grant.state).toBe('pointing')
    viewer.control?.giveBack()
    expect(guestOf(host).grant).toEqual({ state: 'none', reason: 'given-back' })
    offer()
    await host.switchPicture()
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'source-changed' })
    offer()
    host.pause()
    expect(controlOf(viewer)).toMatchObject({
      availability: { point: 'not-sharing' },
      grant: { state: 'none', reason: 'unavailable' },
    })
    offer()
    expect(controlOf(viewer)?.grant.state).toBe('none')
    host.resume()
    expect(controlOf(viewer)?.availability.point).toBeNull()
  })

  it('outlives a short interruption of the connection, and no longer one', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    host.control.offer(guestOf(host).id, 'point')
    const change = (to: 'interrupted' | 'connected'): void => {
      for (const link of world.links.open) link.change(to)
    }
    change('interrupted')
    world.clock.advance(INTERRUPTION_LIMIT_MS - 1)
    change('connected')
    world.clock.advance(INTERRUPTION_LIMIT_MS)
    expect(guestOf(host).grant.state).toBe('pointing')
    change('interrupted')
    world.clock.advance(INTERRUPTION_LIMIT_MS)
    expect(guestOf(host).grant).toEqual({ state: 'none', reason: 'interrupted' })
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'interrupted' })
  })

  it('is one viewer’s own', async () => {
    const host = await world.sharing()
    const [first, second] = [await world.watch(host, 'one'), await world.watch(host, 'two')]
    host.control.offer(guestOf(host).id, 'point')
    expect([controlOf(first)?.grant.state, controlOf(second)?.grant.state]).toEqual(['pointing', 'none'])
    first.leave()
    await settle()
    expect(openOf(host).guests.map(({ grant }) => grant.state)).toEqual(['none'])
  })
})

describe('control, where the desktop app shares', () => {
  const report = (grants: ControlReport['grants']): ControlReport => ({
    availability: { point: null, control: null },
    grants,
    pointer: { kind: 'exact' },
    obstacle: null,
  })

  it('is main’s alone: questions and input go there, its decisions come back', async () => {
    const desktop = new FakeDesktop()
    world.hostInDesktop(desktop.bridge.control)
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const guestId = openOf(host).guests[0]?.id ?? ''
    viewer.control?.request('control')
    host.control.offer(guestId, 'control')
    expect(desktop.asked).toEqual([`viewer wants ${guestId} to control`, `host wants ${guestId} to control`])
    const press = { type: 'key', code: 'KeyA', pressed: true } as const
    viewer.control?.send(press)
    expect(desktop.inputs).toEqual([])

    const expiresAt = world.clock.now() + 60_000
    const grant = { state: 'controlling', expiresAt } as const
    desktop.say('control:changed', report([{ guestId, grant }]))
    expect(viewer.snapshot).toMatchObject({ control: { grant, pointer: { kind: 'exact' } } })
    expect(openOf(host).guests).toMatchObject([{ grant }])
    viewer.control?.send(press)
    expect(desktop.inputs).toEqual([{ guestId, inputs: [press] }])

    host.control.extend(guestId)
    host.control.revoke(guestId)
    viewer.control?.giveBack()
    expect(desktop.asked.slice(2)).toEqual([
      `extend ${guestId}`,
      `end ${guestId} revoked`,
      `end ${guestId} given-back`,
    ])
  })

  it('is told to viewers as it changes, and not over and over', async () => {
    const desktop = new FakeDesktop()
    world.hostInDesktop(desktop.bridge.control)
    const host = await world.sharing()
    const viewer = await world.watch(host)
    let changes = 0
    viewer.control?.on('changed', () => changes++)
    for (let i = 0; i < 5; i++) desktop.say('control:changed', report([]))
    // The pointer's check is all that differs from what was said at first.
    expect(changes).toBe(1)
  })

  it.each(['takes the mouse', 'opens a window of Beckon', 'changes the displays'])(
    'types no more of a paste when the host’s person %s, nor anything that was pasted meanwhile',
    async (what) => {
      const desktop = new FakeDesktop()
      world.hostInDesktop(desktop.bridge.control)
      const host = await world.sharing()
      const viewer = await world.watch(host)
      const guestId = openOf(host).guests[0]?.id ?? ''
      const controls = report([{ guestId, grant: { state: 'controlling', expiresAt: null } }])
      const paste = (text: string): void => {
        for (let i = 0; i < 9; i++) viewer.control?.send({ type: 'text', text: text.repeat(1_000) })
      }
      desktop.say('control:changed', controls)
      paste('a')
      expect(desktop.inputs).toHaveLength(2)
      if (what === 'takes the mouse') {
        desktop.say('control:changed', report([{ guestId, grant: { state: 'paused', expiresAt: null } }]))
        paste('b')
        viewer.control?.send({ type: 'key', code: 'Enter', pressed: true })
        viewer.control?.send({ type: 'key', code: 'Enter', pressed: false })
      } else if (what === 'changes the displays')
        desktop.say('control:changed', { ...controls, obstacle: 'text-cut' })
      else desktop.say('control:changed', { ...controls, obstacle: 'own-window' })
      desktop.say('control:changed', controls)
      world.clock.advance(60_000)
      const expected: Record<string, unknown> = {
        'takes the mouse': { type: 'key', code: 'Enter', pressed: false },
        // Main takes nothing that is typed until it knows that the viewer has heard.
        'changes the displays': { type: 'release-all' },
      }
      expect(desktop.inputs.slice(2).flatMap(({ inputs }) => inputs)).toEqual(
        what in expected ? [expected[what]] : [],
      )
      viewer.control?.send({ type: 'text', text: 'next' })
      expect(desktop.inputs.at(-1)?.inputs).toEqual([{ type: 'text', text: 'next' }])
    },
  )

  it('sends nothing of what the viewer does while the connection is interrupted, then or later', async () => {
    const desktop = new FakeDesktop()
    world.hostInDesktop(desktop.bridge.control)
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const guestId = openOf(host).guests[0]?.id ?? ''
    const controls = report([{ guestId, grant: { state: 'controlling', expiresAt: null } }])
    desktop.say('control:changed', controls)
    const change = (to: 'interrupted' | 'connected'): void => {
      for (const link of world.links.open) link.change(to)
    }
    const since = (): unknown[] => desktop.inputs.splice(0).flatMap(({ inputs }) => inputs)
    const enter = { type: 'key', code: 'Enter', pressed: true } as const
    for (let i = 0; i < 9; i++) viewer.control?.send({ type: 'text', text: 'a'.repeat(1_000) })
    since()
    change('interrupted')
    viewer.control?.send(enter)
    viewer.control?.send({ type: 'text', text: 'still there?' })
    desktop.say('control:changed', { ...controls, obstacle: 'interrupted' })
    expect(since()).toEqual([])
    change('connected')
    // Main takes nothing until then: whatever comes before was done before.
    expect(since()).toEqual([{ type: 'release-all' }])
    world.clock.advance(10_000)
    expect(since()).toEqual([])
    viewer.control?.send(enter)
    expect(since()).toEqual([enter])
    // The viewer's end has noticed nothing.
    desktop.say('control:changed', controls)
    desktop.say('control:changed', { ...controls, obstacle: 'interrupted' })
    expect(since()).toEqual([{ type: 'release-all' }])
  })

  it.each(['leaves', 'is disconnected', 'sees the session end'])(
    'ends at main when the viewer %s',
    async (how) => {
      const desktop = new FakeDesktop()
      world.hostInDesktop(desktop.bridge.control)
      const host = await world.sharing()
      const viewer = await world.watch(host)
      const guestId = openOf(host).guests[0]?.id ?? ''
      if (how === 'leaves') viewer.leave()
      else if (how === 'is disconnected') host.disconnect(guestId)
      else host.stop()
      await settle()
      expect(desktop.asked).toEqual([`end ${guestId} disconnected`])
    },
  )
})
