import { describe, expect, it } from 'vitest'
import { Sources } from './sources.ts'
import { brokenCapturer, createCapturer, source } from './testing/capturer.ts'

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
