import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { CaptureSource } from '#shared/ipc/capture.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { useShareStore } from '../stores/share.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { setUpInApp } from '../testing/mount-with-app.ts'
import { openHost } from '../testing/snapshots.ts'
import { useSourcePicker, type SourcePicker } from './use-source-picker.ts'

const screen: CaptureSource = { id: 'screen:1:0', kind: 'screen', name: 'Screen 1' }
const pictured: CaptureSource = { ...screen, thumbnail: 'data:image/png;base64,AA==' }

describe('the source picker', () => {
  let desktop: FakeDesktop
  let picker: SourcePicker
  let wrapper: VueWrapper

  beforeEach(() => {
    desktop = new FakeDesktop()
    desktop.sources = (thumbnails) => Promise.resolve(ok([thumbnails ? pictured : screen]))
    wrapper = setUpInApp(() => (picker = useSourcePicker(desktop.bridge)), desktop.platform).wrapper
  })
  afterEach(() => wrapper.unmount())

  const request = async (requestId = 1, offersSound = false) => {
    desktop.say('capture:requested', { requestId, offersSound })
    await flushPromises()
  }

  it('shows names first, and pictures as soon as there are any', async () => {
    let deliver: (sources: Result<CaptureSource[]>) => void = () => {}
    desktop.sources = (thumbnails) =>
      thumbnails ? new Promise((resolve) => (deliver = resolve)) : Promise.resolve(ok([screen]))
    expect(picker.state.value).toEqual({ kind: 'closed' })
    await request()
    expect(picker.state.value).toEqual({ kind: 'listing', sources: [screen], isRefreshing: true })
    deliver(ok([pictured]))
    await flushPromises()
    expect(picker.state.value).toEqual({ kind: 'listing', sources: [pictured], isRefreshing: false })
  })

  it('answers with the choice, and closes', async () => {
    await request(7)
    await picker.choose('screen:1:0')
    expect(desktop.asked.at(-1)).toBe('choose screen:1:0 for 7')
    expect(picker.state.value).toEqual({ kind: 'closed' })
  })

  it('asks about sound where there is some, and takes none for granted', async () => {
    await request(1)
    expect(picker.sound.value).toBeNull()
    await request(2, true)
    expect(picker.sound.value).toBe(false)
    picker.sound.value = true
    await picker.choose('screen:1:0')
    expect(desktop.asked.at(-1)).toBe('choose screen:1:0 with sound for 2')
    await request(3, true)
    expect(picker.sound.value).toBe(false)
    await request(4)
    await picker.choose('screen:1:0')
    expect(desktop.asked.at(-1)).toBe('choose screen:1:0 for 4')
  })

  it('keeps the sound that goes along now, unless told otherwise', async () => {
    useShareStore().snapshot = openHost({ sound: 'sent' })
    await request(1, true)
    expect(picker.sound.value).toBe(true)
  })

  it('answers no, and closes', async () => {
    await request()
    picker.cancel()
    await flushPromises()
    expect(desktop.asked.at(-1)).toBe('choose nothing for 1')
    expect(picker.state.value).toEqual({ kind: 'closed' })
  })

  it('lists again on demand, without hiding what it has', async () => {
    await request()
    desktop.asked.length = 0
    void picker.refresh()
    expect(picker.state.value).toMatchObject({ kind: 'listing', isRefreshing: true })
    await flushPromises()
    expect(desktop.asked).toEqual(['list with thumbnails'])
  })

  it('lists again when the choice has gone, and asks for another', async () => {
    await request()
    desktop.chooseError = 'capture-unavailable'
    desktop.sources = () => Promise.resolve(ok([]))
    await picker.choose('window:9:0')
    expect(picker.state.value).toEqual({ kind: 'listing', sources: [], isRefreshing: false })
  })

  it('closes when main no longer waits', async () => {
    await request(1)
    desktop.say('capture:settled', { requestId: 2 })
    expect(picker.state.value.kind).toBe('listing')
    desktop.chooseError = 'not-allowed'
    await picker.choose('screen:1:0')
    expect(picker.state.value).toEqual({ kind: 'closed' })
  })

  it('lets go of the capture when sharing is called off elsewhere', async () => {
    const share = useShareStore()
    share.snapshot = { kind: 'choosing' }
    await request()
    share.snapshot = { kind: 'ended', failure: null }
    await flushPromises()
    expect(desktop.asked.at(-1)).toBe('choose nothing for 1')
    expect(picker.state.value).toEqual({ kind: 'closed' })
  })

  it('is not filled with what an earlier request listed', async () => {
    let deliver: (sources: Result<CaptureSource[]>) => void = () => {}
    desktop.sources = () => new Promise((resolve) => (deliver = resolve))
    await request(1)
    const late = deliver
    await request(2)
    late(ok([screen]))
    await flushPromises()
    expect(picker.state.value).toEqual({ kind: 'loading' })
  })

  describe('where the system has to allow it', () => {
    beforeEach(() => {
      desktop.permission = 'not-asked'
    })

    it('explains first, and lists nothing before the person goes on', async () => {
      await request()
      expect(picker.state.value).toEqual({ kind: 'explaining' })
      expect(desktop.asked).toEqual([])
      desktop.permission = 'granted'
      await picker.refresh()
      expect(picker.state.value.kind).toBe('listing')
    })

    it('says so when it is refused, and leads to the settings', async () => {
      await request()
      desktop.sources = () => Promise.resolve(err(failure('capture-unavailable')))
      desktop.permission = 'denied'
      await picker.refresh()
      expect(picker.state.value).toEqual({ kind: 'refused' })
      picker.openSystemSettings()
      picker.relaunch()
      expect(desktop.asked.slice(-2)).toEqual(['open settings', 'relaunch'])
    })
  })

  it('tells a failure from a refusal', async () => {
    desktop.sources = () => Promise.resolve(err(failure('capture-unavailable')))
    await request()
    expect(picker.state.value).toEqual({ kind: 'failed' })
  })
})
