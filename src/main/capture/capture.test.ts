import type { DesktopCapturerSource, SourcesOptions as GetSourcesOptions, Streams } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '../log/log.ts'
import { Chooser } from './chooser.ts'
import {
  createDisplayMediaHandler,
  type DisplayMediaOptions,
  type DisplayMediaRequest,
} from './display-media.ts'
import { createCapturePermission } from './permission.ts'
import { capturesThroughPortal } from './session-type.ts'
import { Sources } from './sources.ts'

const image = (url: string) => ({ isEmpty: () => url === '', toDataURL: () => url })
const source = (id: string, displayId = '', thumbnail = ''): DesktopCapturerSource =>
  ({ id, name: `the ${id}`, display_id: displayId, thumbnail: image(thumbnail), appIcon: null }) as never

/** A capturer that lists what is there, and notes what it was asked for. */
const createCapturer = (...sources: DesktopCapturerSource[]) => {
  const asked: GetSourcesOptions[] = []
  return {
    asked,
    getSources: (options: GetSourcesOptions) => {
      asked.push(options)
      return Promise.resolve(sources)
    },
  }
}
const brokenCapturer = { getSources: () => Promise.reject(new Error('Failed to get sources.')) }

describe('the list of sources', () => {
  const createSources = (desktopCapturer: ReturnType<typeof createCapturer>, own: string[] = []) =>
    new Sources({ desktopCapturer, ownWindowIds: () => own, primaryDisplayId: () => '2' })

  it('tells screens from windows, and leaves out what there is no picture of', async () => {
    const capturer = createCapturer(source('screen:1:0', '1', 'data:1'), source('window:7:0'))
    const listed = await createSources(capturer).list({ thumbnails: true })
    expect(listed).toEqual({
      ok: true,
      value: [
        { id: 'screen:1:0', kind: 'screen', name: 'the screen:1:0', thumbnail: 'data:1' },
        { id: 'window:7:0', kind: 'window', name: 'the window:7:0' },
      ],
    })
  })

  it('is quick when nobody needs pictures', async () => {
    const capturer = createCapturer()
    await createSources(capturer).list({ thumbnails: false })
    await createSources(capturer).list({ thumbnails: true })
    expect(capturer.asked.map(({ thumbnailSize }) => thumbnailSize?.width)).toEqual([0, 480])
  })

  it('does not offer our own windows, however their tabs are numbered', async () => {
    const capturer = createCapturer(source('window:71:1'), source('window:7:1'), source('screen:7:0'))
    const sources = createSources(capturer, ['window:7:0'])
    const listed = await sources.list({ thumbnails: false })
    expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['window:71:1', 'screen:7:0'])
    expect(sources.find('window:7:1')).toBeNull()
  })

  it('knows by id only what it listed', async () => {
    const sources = createSources(createCapturer(source('screen:1:0')))
    expect(sources.find('screen:1:0')).toBeNull()
    await sources.list({ thumbnails: false })
    expect(sources.find('screen:1:0')?.name).toBe('the screen:1:0')
    expect(sources.find('screen:2:0')).toBeNull()
  })

  it('fails with a code when the system gives none', async () => {
    const sources = new Sources({
      desktopCapturer: brokenCapturer,
      ownWindowIds: () => [],
      primaryDisplayId: () => '',
    })
    expect(await sources.list({ thumbnails: true })).toMatchObject({
      ok: false,
      error: { code: 'capture-unavailable' },
    })
    expect(await sources.screen(null)).toBeNull()
  })

  it.each([
    ['the one wanted', '3', 'screen:3:0'],
    ['the primary, if that is gone', '9', 'screen:2:0'],
    ['the primary, if none was ever chosen', null, 'screen:2:0'],
  ])('picks a screen without asking: %s', async (_, wanted, id) => {
    const capturer = createCapturer(
      source('window:1:0', '3'),
      source('screen:1:0', '1'),
      source('screen:2:0', '2'),
      source('screen:3:0', '3'),
    )
    expect((await createSources(capturer).screen(wanted))?.id).toBe(id)
  })

  it('picks any screen where the system does not say which is which', async () => {
    const capturer = createCapturer(source('screen:1:0'), source('screen:2:0'))
    expect((await createSources(capturer).screen('1'))?.id).toBe('screen:1:0')
  })
})

/** A clock whose timers run when they are told to. */
const createClock = () => {
  const timers = new Set<() => void>()
  const clock: Clock = {
    now: () => 0,
    after: (_delayMs, fire) => {
      timers.add(fire)
      return () => void timers.delete(fire)
    },
  }
  const runAll = () => {
    for (const fire of timers) fire()
  }
  return { clock, timers, runAll }
}

/** One on which a second passes between any two looks at it. */
const createSlowClock = (): Clock => {
  let nowMs = 0
  return { now: () => (nowMs += 1_000), after: () => () => undefined }
}

const picked = (sourceId: string, withSound = false) => ({ sourceId, withSound })

const createChooser = (...known: DesktopCapturerSource[]) => {
  const shown: string[] = []
  const { clock, runAll } = createClock()
  const chooser = new Chooser({
    clock,
    find: (id) => known.find((it) => it.id === id) ?? null,
    onRequested: (requestId, offersSound) =>
      shown.push(`open ${requestId}${offersSound ? ' with sound' : ''}`),
    onSettled: (requestId) => shown.push(`close ${requestId}`),
  })
  return { chooser, shown, runAll }
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
    const { chooser, shown, runAll } = createChooser(screen)
    chooser.prepare(screen)
    chooser.forget()
    void chooser.request(false)
    expect(shown).toEqual(['open 1'])
    runAll()
    chooser.forget()
    expect(shown).toEqual(['open 1'])
  })

  it('forgets what was chosen in the tray, if no capture follows', () => {
    const { chooser, shown, runAll } = createChooser(screen)
    chooser.prepare(screen)
    runAll()
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

describe('the display media handler', () => {
  const screen = source('screen:1:0', '1')
  const frame = { url: 'app://beckon/' } as never

  const picture: DisplayMediaRequest = { frame, videoRequested: true, audioRequested: true }

  const run = (changes: Partial<DisplayMediaOptions>, request = picture, onAnswer = () => {}) => {
    const answers: (Streams | null)[] = []
    const outcomes: string[] = []
    const chosen: string[] = []
    const { clock, timers, runAll } = createClock()
    const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
    const handle = createDisplayMediaHandler({
      platform: 'linux',
      throughPortal: false,
      isTrusted: (it) => it === frame,
      choose: () => Promise.resolve({ source: screen, withSound: false }),
      withdraw: () => chosen.push('withdrawn'),
      desktopCapturer: createCapturer(),
      onChosen: ({ id }) => void chosen.push(id),
      onOutcome: (outcome) => void outcomes.push(outcome),
      clock,
      log,
      ...changes,
    })
    const handled = handle(request, (streams) => {
      answers.push(streams)
      // The page may ask at once.
      outcomes.push('answered')
      onAnswer()
    })
    return { answers, outcomes, chosen, timers, runAll, handled }
  }
  const settled = async (...args: Parameters<typeof run>) => {
    const { handled, ...rest } = run(...args)
    await handled
    return rest
  }

  it('hands over what was chosen, once', async () => {
    const { answers, outcomes, chosen, timers } = await settled({})
    expect(outcomes).toEqual(['chosen', 'answered'])
    expect(answers).toEqual([{ video: { id: 'screen:1:0', name: 'the screen:1:0' } }])
    expect(chosen).toEqual(['screen:1:0'])
    expect(timers.size).toBe(0)
  })

  it('adds the sound of the computer on Windows, if page and person want it', async () => {
    const offered: boolean[] = []
    const choosing = (withSound: boolean) => ({
      choose: (offersSound: boolean) => {
        offered.push(offersSound)
        return Promise.resolve({ source: screen, withSound })
      },
    })
    const windows = { platform: 'win32', ...choosing(true) } as const
    expect((await settled(windows)).answers).toMatchObject([{ audio: 'loopback' }])
    const without = { ...windows, ...choosing(false) }
    expect((await settled(without)).answers[0]).not.toHaveProperty('audio')
    expect(offered).toEqual([true, true])
    const silent = { ...picture, audioRequested: false }
    for (const [platform, request] of [
      ['win32', silent],
      ['darwin', picture],
      ['linux', picture],
    ] as const)
      // Not even if the page says that the person wants it.
      expect((await settled({ ...choosing(true), platform }, request)).answers[0]).not.toHaveProperty('audio')
    expect(offered.slice(2)).toEqual([false, false, false])
  })

  it.each([
    ['the person declines', 'declined', { choose: () => Promise.resolve(null) }],
    ['choosing fails', 'failed', { choose: () => Promise.reject(new Error('no')) }],
    ['there is no portal', 'failed', { throughPortal: true, desktopCapturer: brokenCapturer }],
    [
      'the portal is dismissed',
      'declined',
      { throughPortal: true, desktopCapturer: brokenCapturer, clock: createSlowClock() },
    ],
    ['the portal gives nothing', 'declined', { throughPortal: true, desktopCapturer: createCapturer() }],
  ])('refuses with null when %s, and knows why: %s', async (_, outcome, changes) => {
    const { answers, outcomes, chosen, timers } = await settled(changes)
    expect(outcomes).toEqual([outcome, 'answered'])
    expect(answers).toEqual([null])
    expect(chosen).toEqual([])
    expect(timers.size).toBe(0)
  })

  it('refuses other frames, and captures without a picture, without asking anybody', async () => {
    const choose = () => Promise.reject(new Error('was asked'))
    for (const request of [
      { ...picture, frame: null },
      { ...picture, frame: {} as never },
      { ...picture, videoRequested: false },
    ])
      expect(await settled({ choose }, request)).toMatchObject({
        answers: [null],
        outcomes: ['failed', 'answered'],
      })
  })

  it('gives up, and withdraws the question, when nobody ever chooses', async () => {
    const { answers, chosen, runAll, handled } = run({ choose: () => new Promise(() => {}) })
    runAll()
    await handled
    expect(answers).toEqual([null])
    expect(chosen).toEqual(['withdrawn'])
  })

  it('does not call back again when that threw because the frame had gone', async () => {
    const { answers, chosen } = await settled({}, picture, () => {
      throw new TypeError('Render frame was disposed')
    })
    expect(answers).toHaveLength(1)
    expect(chosen).toEqual([])
  })

  it("leaves the choice on Wayland to the portal's one dialog", async () => {
    const desktopCapturer = createCapturer(screen)
    const { answers } = await settled({
      throughPortal: true,
      desktopCapturer,
      choose: () => Promise.reject(new Error('was asked')),
    })
    expect(answers).toMatchObject([{ video: { id: 'screen:1:0' } }])
    expect(desktopCapturer.asked).toEqual([
      { types: ['screen', 'window'], thumbnailSize: { width: 0, height: 0 } },
    ])
  })
})

describe('the portal', () => {
  it('is used in a Wayland session, also by an app that runs on XWayland', () => {
    const wayland = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }
    expect(capturesThroughPortal('linux', wayland)).toBe(true)
    expect(capturesThroughPortal('linux', { ...wayland, XDG_SESSION_TYPE: 'x11' })).toBe(false)
    expect(capturesThroughPortal('linux', { ...wayland, WAYLAND_DISPLAY: '' })).toBe(false)
    expect(capturesThroughPortal('darwin', wayland)).toBe(false)
  })
})

describe('the permission to record the screen', () => {
  const permission = (platform: NodeJS.Platform, status: string) => {
    const opened: string[] = []
    const port = createCapturePermission(
      platform,
      { getMediaAccessStatus: () => status as 'granted' },
      { openExternal: (url) => Promise.resolve(void opened.push(url)) },
    )
    return { port, opened }
  }

  it.each([
    ['granted', 'granted'],
    ['not-determined', 'not-asked'],
    ['unknown', 'not-asked'],
    ['denied', 'denied'],
    ['restricted', 'denied'],
  ])('is, on macOS, what the system says: %s', (status, expected) => {
    expect(permission('darwin', status).port.status()).toBe(expected)
  })

  it('is nothing that other systems ask for', async () => {
    const { port, opened } = permission('win32', 'denied')
    expect(port.status()).toBe('granted')
    await port.openSettings()
    expect(opened).toEqual([])
  })

  it("leads to the right page of the system's settings", async () => {
    const { port, opened } = permission('darwin', 'denied')
    await port.openSettings()
    expect(opened).toEqual(['x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'])
  })
})
