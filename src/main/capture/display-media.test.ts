import type { Streams } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Clock } from '#shared/clock.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import type { Log } from '../log/log.ts'
import {
  createDisplayMediaHandler,
  type DisplayMediaOptions,
  type DisplayMediaRequest,
} from './display-media.ts'
import { brokenCapturer, createCapturer, source } from './testing/capturer.ts'

/** A clock on which a second passes between any two looks at it. */
const createSlowClock = (): Clock => {
  let nowMs = 0
  return { now: () => (nowMs += 1_000), after: () => () => undefined }
}

describe('the display media handler', () => {
  const screen = source('screen:1:0', '1')
  const frame = { url: 'app://beckon/' } as never

  const picture: DisplayMediaRequest = { frame, videoRequested: true, audioRequested: true }

  const run = (changes: Partial<DisplayMediaOptions>, request = picture, onAnswer = () => {}) => {
    const answers: (Streams | null)[] = []
    const outcomes: string[] = []
    const chosen: string[] = []
    const clock = new ManualClock()
    const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
    const handle = createDisplayMediaHandler({
      platform: 'linux',
      throughPortal: false,
      screensOnly: () => false,
      isTrusted: (it) => it === frame,
      choose: () => Promise.resolve({ source: screen, withSound: false }),
      withdraw: () => chosen.push('withdrawn'),
      desktopCapturer: createCapturer(),
      onChosen: ({ id }, isScreen) => void chosen.push(isScreen ? id : `window ${id}`),
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
    return { answers, outcomes, chosen, clock, handled }
  }
  const settled = async (...args: Parameters<typeof run>) => {
    const { handled, ...rest } = run(...args)
    await handled
    return rest
  }

  it('hands over what was chosen, once', async () => {
    const { answers, outcomes, chosen, clock } = await settled({})
    expect(outcomes).toEqual(['chosen', 'answered'])
    expect(answers).toEqual([{ video: { id: 'screen:1:0', name: 'the screen:1:0' } }])
    expect(chosen).toEqual(['screen:1:0'])
    expect(clock.pending).toBe(0)
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
    const { answers, outcomes, chosen, clock } = await settled(changes)
    expect(outcomes).toEqual([outcome, 'answered'])
    expect(answers).toEqual([null])
    expect(chosen).toEqual([])
    expect(clock.pending).toBe(0)
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
    const { answers, chosen, clock, handled } = run({ choose: () => new Promise(() => {}) })
    clock.advance(10 * 60_000)
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

  it('offers screens alone on Wayland where viewers may ask for control', async () => {
    const desktopCapturer = createCapturer(screen)
    const { chosen } = await settled({ throughPortal: true, screensOnly: () => true, desktopCapturer })
    expect(chosen).toEqual(['screen:1:0'])
    expect(desktopCapturer.asked).toEqual([{ types: ['screen'], thumbnailSize: { width: 0, height: 0 } }])
  })

  it("leaves the choice on Wayland to the portal's one dialog", async () => {
    const desktopCapturer = createCapturer(screen)
    const { answers, chosen } = await settled({
      throughPortal: true,
      desktopCapturer,
      choose: () => Promise.reject(new Error('was asked')),
    })
    expect(answers).toMatchObject([{ video: { id: 'screen:1:0' } }])
    // Whatever it is called, it may be a window.
    expect(chosen).toEqual(['window screen:1:0'])
    expect(desktopCapturer.asked).toEqual([
      { types: ['screen', 'window'], thumbnailSize: { width: 0, height: 0 } },
    ])
  })
})
