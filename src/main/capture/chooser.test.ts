import type { DesktopCapturerSource } from 'electron'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { Chooser } from './chooser.ts'
import { source } from './testing/capturer.ts'

const picked = (sourceId: string, withSound = false) => ({ sourceId, withSound })

const createChooser = (...known: DesktopCapturerSource[]) => {
  const shown: string[] = []
  const clock = new ManualClock()
  const chooser = new Chooser({
    clock,
    find: (id) => known.find((it) => it.id === id) ?? null,
    onRequested: (requestId, offersSound) =>
      shown.push(`open ${requestId}${offersSound ? ' with sound' : ''}`),
    onSettled: (requestId) => shown.push(`close ${requestId}`),
  })
  return { chooser, shown, clock }
}

describe('the chooser', () => {
  const screen = source('screen:1:0')

  it('waits for the person', async () => {
    const { chooser, shown } = createChooser(screen)
    const chosen = chooser.request(false)
    expect(chooser.choose(1, picked('screen:1:0'))).toEqual({ ok: true, value: undefined })
    expect(await chosen).toEqual({ source: screen, withSound: false })
    expect(shown).toEqual(['open 1', 'close 1'])
  })

  it('asks for sound only where it can be had', async () => {
    const { chooser, shown } = createChooser(screen)
    const chosen = chooser.request(true)
    chooser.choose(1, picked('screen:1:0', true))
    expect(await chosen).toEqual({ source: screen, withSound: true })
    expect(shown[0]).toBe('open 1 with sound')
  })

  it('takes no for an answer', async () => {
    const { chooser } = createChooser(screen)
    const chosen = chooser.request(false)
    chooser.choose(1, null)
    expect(await chosen).toBeNull()
  })

  it('takes no answer to another question, and no source it never offered', async () => {
    const { chooser } = createChooser(screen)
    expect(chooser.choose(1, picked('screen:1:0'))).toMatchObject({ error: { code: 'not-allowed' } })
    const first = chooser.request(false)
    const second = chooser.request(false)
    expect(await first).toBeNull()
    expect(chooser.choose(1, picked('screen:1:0'))).toMatchObject({ error: { code: 'not-allowed' } })
    expect(chooser.choose(2, picked('screen:9:0'))).toMatchObject({ error: { code: 'capture-unavailable' } })
    expect(chooser.choose(2, picked('screen:1:0')).ok).toBe(true)
    expect(await second).toEqual({ source: screen, withSound: false })
    expect(chooser.choose(2, picked('screen:1:0'))).toMatchObject({ error: { code: 'not-allowed' } })
  })

  it('asks nobody once for what was chosen in the tray', async () => {
    const { chooser, shown } = createChooser(screen)
    chooser.prepare(screen)
    expect(await chooser.request(true)).toEqual({ source: screen, withSound: false })
    expect(shown).toEqual([])
    void chooser.request(false)
    expect(shown).toEqual(['open 1'])
  })

  it('forgets what was chosen in the tray when sharing comes to nothing', () => {
    const { chooser, shown, clock } = createChooser(screen)
    chooser.prepare(screen)
    chooser.forget()
    void chooser.request(false)
    expect(shown).toEqual(['open 1'])
    clock.advance(30_000)
    chooser.forget()
    expect(shown).toEqual(['open 1'])
  })

  it('forgets what was chosen in the tray, if no capture follows', () => {
    const { chooser, shown, clock } = createChooser(screen)
    chooser.prepare(screen)
    clock.advance(30_000)
    void chooser.request(false)
    expect(shown).toEqual(['open 1'])
  })

  it('can be called off', async () => {
    const { chooser, shown } = createChooser(screen)
    const chosen = chooser.request(false)
    chooser.cancel()
    chooser.cancel()
    expect(await chosen).toBeNull()
    expect(shown).toEqual(['open 1', 'close 1'])
  })
})
