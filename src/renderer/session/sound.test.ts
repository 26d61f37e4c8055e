import { beforeEach, describe, expect, it } from 'vitest'
import { createWorld, openOf, settle } from './testing/world.ts'
import type { ViewerSession } from './viewer/viewer-session.ts'

const track = (id: string): MediaStreamTrack => ({ id, kind: 'audio' }) as MediaStreamTrack

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

/** What the host sends to its only viewer now. */
const sent = (): MediaStreamTrack | null =>
  [...world.links.open].find((it) => it.options.role === 'host')?.sound ?? null

const hears = ({ snapshot }: ViewerSession): boolean =>
  snapshot.kind === 'watching' && snapshot.sound !== null

describe('the sound of what is shared', () => {
  it('is not there unless something was captured with it', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    expect(openOf(host).sound).toBe('none')
    expect(sent()).toBeNull()
    expect(hears(viewer)).toBe(false)
    host.mute(true)
    expect(openOf(host).sound).toBe('none')
  })

  it('goes along with the picture from the beginning', async () => {
    world.capture.sound = track('screen')
    const host = await world.sharing()
    const viewer = await world.watch(host)
    expect(openOf(host).sound).toBe('sent')
    expect(sent()).toBe(world.capture.sound)
    expect(hears(viewer)).toBe(true)
  })

  it('can be muted, which viewers are told, those who come later too', async () => {
    world.capture.sound = track('screen')
    const host = await world.sharing()
    const first = await world.watch(host)
    host.mute(true)
    expect(world.capture.muted).toBe(true)
    expect(openOf(host).sound).toBe('muted')
    expect(hears(first)).toBe(false)
    const second = await world.watch(host)
    expect(hears(second)).toBe(false)
    host.mute(false)
    expect(world.capture.muted).toBe(false)
    expect([first, second].map(hears)).toEqual([true, true])
  })

  it('is silent in a pause', async () => {
    world.capture.sound = track('screen')
    const host = await world.sharing()
    await world.watch(host)
    host.pause()
    // What that means for its tracks: screen-capture.test.ts.
    expect(world.capture.paused).toBe(true)
  })

  it.each([
    ['comes', null, track('other')],
    ['changes', track('screen'), track('other')],
    ['goes', track('screen'), null],
  ])('%s when something else is shown, under the same code', async (_, before, after) => {
    world.capture.sound = before
    world.other.sound = after
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const { code } = openOf(host)
    await host.switchPicture()
    expect(sent()).toBe(after)
    expect(hears(viewer)).toBe(after !== null)
    expect(openOf(host)).toMatchObject({ sound: after ? 'sent' : 'none', code })
  })

  it('stays muted when something else is shown', async () => {
    world.capture.sound = track('screen')
    world.other.sound = track('other')
    const host = await world.sharing()
    const viewer = await world.watch(host)
    host.mute(true)
    await host.switchPicture()
    expect(world.other.muted).toBe(true)
    expect(openOf(host).sound).toBe('muted')
    expect(hears(viewer)).toBe(false)
  })

  it('may end by itself, and the picture goes on', async () => {
    world.capture.sound = track('screen')
    const host = await world.sharing()
    const viewer = await world.watch(host)
    world.capture.sound = null
    world.capture.emit('soundEnded')
    expect(openOf(host).sound).toBe('none')
    expect(sent()).toBeNull()
    expect(hears(viewer)).toBe(false)
    expect(viewer.snapshot.kind).toBe('watching')
  })

  it('that cannot be sent costs nobody the picture', async () => {
    world.capture.sound = track('screen')
    const host = await world.sharing()
    const viewer = await world.watch(host)
    world.links.canReplace = false
    host.mute(true)
    host.mute(false)
    await settle()
    expect(hears(viewer)).toBe(false)
    expect(viewer.snapshot.kind).toBe('watching')
  })
})
