import { expect, type Page } from '@playwright/test'

/** What a person with good ears hears on one side: the loudest pitch in hertz, or null in silence. */
export type Pitch = number | null

/** Opens a page under that title which plays a pure tone, in hertz, on each side. */
export const playTones = async (
  beside: Page,
  { title, left, right }: { readonly title: string; readonly left: number; readonly right: number },
): Promise<void> => {
  const page = await beside.context().newPage()
  await page.setContent(`<title>${title}</title><button>Play</button>`)
  await page.evaluate(
    ({ left, right }) => {
      const play = async (): Promise<void> => {
        const context = new AudioContext()
        const merger = context.createChannelMerger(2)
        for (const [channel, frequency] of [left, right].entries()) {
          const oscillator = new OscillatorNode(context, { frequency })
          oscillator.connect(merger, 0, channel)
          oscillator.start()
        }
        merger.connect(context.destination)
        await context.resume()
        document.body.append('playing')
      }
      document.querySelector('button')?.addEventListener('click', () => void play())
    },
    { left, right },
  )
  await page.getByRole('button').click()
  await expect(page.getByText('playing')).toBeVisible()
  await beside.bringToFront()
}

/** What the page's player of the shared sound is given to play now, left and right. */
export const hearPitches = (viewer: Page): Promise<[left: Pitch, right: Pitch] | null> =>
  viewer.evaluate(async () => {
    const player = document.querySelector<HTMLAudioElement>('[data-testid="remote-sound"]')
    const stream = player?.srcObject
    if (!(stream instanceof MediaStream)) return null
    const context = new AudioContext()
    await context.resume()
    const splitter = context.createChannelSplitter(2)
    context.createMediaStreamSource(stream).connect(splitter)
    const ears = [0, 1].map((channel) => {
      const ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })
      splitter.connect(ear, channel)
      return ear
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const [left = null, right = null] = ears.map((ear) => {
      const levels = new Float32Array(ear.frequencyBinCount)
      ear.getFloatFrequencyData(levels)
      const loudest = levels.reduce((best, level, bin) => (level > (levels[best] ?? 0) ? bin : best), 0)
      // In decibels; what is left of silence after coding lies far below.
      return (levels[loudest] ?? -Infinity) > -60 ? (loudest * context.sampleRate) / ear.fftSize : null
    })
    await context.close()
    return [left, right]
  })

const near = (heard: Pitch, wanted: Pitch): boolean =>
  heard === null || wanted === null ? heard === wanted : Math.abs(heard - wanted) < 15

/** The viewer hears these pitches, in hertz, or silence. */
export const expectPitches = async (viewer: Page, left: Pitch, right: Pitch): Promise<void> => {
  const wanted = `${String(left)} and ${String(right)}`
  await expect
    .poll(
      async () => {
        const heard = await hearPitches(viewer)
        if (!heard) return 'no sound at all'
        return near(heard[0], left) && near(heard[1], right) ? wanted : heard.join(' and ')
      },
      { message: 'the pitches that arrive' },
    )
    .toBe(wanted)
}
