import type { DesktopCapturerSource } from 'electron'
import { describe, expect, it } from 'vitest'
import { ShareLauncher, type ShareLauncherOptions } from './launcher.ts'

const screen = { id: 'screen:1:0' } as DesktopCapturerSource

const createLauncher = (changes: Partial<ShareLauncherOptions> = {}) => {
  const steps: string[] = []
  const launcher = new ShareLauncher({
    isSharing: () => false,
    throughPortal: false,
    findScreen: () => Promise.resolve(screen),
    prepare: ({ id }) => steps.push(`prepare ${id}`),
    ensureWindow: () => steps.push('ensure window'),
    showWindow: () => steps.push('show window'),
    startSharing: () => steps.push('start'),
    ...changes,
  })
  return { launcher, steps }
}

describe('sharing from the tray', () => {
  it('shows no window, and asks nothing', async () => {
    const { launcher, steps } = createLauncher()
    await launcher.shareNow()
    expect(steps).toEqual(['prepare screen:1:0', 'ensure window', 'start'])
  })

  it('leaves the question to the portal on Wayland, and asks the capturer nothing', async () => {
    const { launcher, steps } = createLauncher({
      throughPortal: true,
      findScreen: () => Promise.reject(new Error('was asked')),
    })
    await launcher.shareNow()
    expect(steps).toEqual(['ensure window', 'start'])
  })

  it('opens the picker when there is no screen to be had', async () => {
    const { launcher, steps } = createLauncher({ findScreen: () => Promise.resolve(null) })
    await launcher.shareNow()
    expect(steps).toEqual(['show window', 'start'])
  })

  it('happens once for an impatient double click', async () => {
    const { launcher, steps } = createLauncher()
    await Promise.all([launcher.shareNow(), launcher.shareNow()])
    expect(steps.filter((step) => step === 'start')).toHaveLength(1)
  })

  it('prepares nothing while something is shared: the next capture must ask', async () => {
    const { launcher, steps } = createLauncher({ isSharing: () => true })
    await launcher.shareNow()
    expect(steps).toEqual([])
    launcher.chooseSource()
    expect(steps).toEqual(['show window', 'start'])
  })

  it('can be tried again after it failed', async () => {
    let isBroken = true
    const { launcher, steps } = createLauncher({
      findScreen: () => (isBroken ? Promise.reject(new Error('no')) : Promise.resolve(screen)),
    })
    await expect(launcher.shareNow()).rejects.toThrow('no')
    isBroken = false
    await launcher.shareNow()
    expect(steps).toContain('start')
  })
})
