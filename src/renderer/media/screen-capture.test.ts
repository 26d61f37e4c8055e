import { describe, expect, it } from 'vitest'
import { captureScreen, type DisplayMedia, type ScreenCapture } from './screen-capture.ts'

class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video'
  enabled = true
  readyState = 'live'
  contentHint = ''

  constructor(kind: 'audio' | 'video') {
    super()
    this.kind = kind
  }

  stop(): void {
    this.readyState = 'ended'
  }

  /** As when the shared window is closed. */
  end(): void {
    this.stop()
    this.dispatchEvent(new Event('ended'))
  }
}

const fakeStream = (tracks: FakeTrack[]): MediaStream => {
  const ofKind = (kind: string) => tracks.filter((it) => it.kind === kind)
  return {
    getTracks: () => [...tracks],
    getVideoTracks: () => ofKind('video'),
    getAudioTracks: () => ofKind('audio'),
    removeTrack: (track: unknown) => void tracks.splice(tracks.indexOf(track as FakeTrack), 1),
  } as unknown as MediaStream
}

const devices = (answer: MediaStream | DOMException) => {
  const asked: DisplayMediaStreamOptions[] = []
  const mediaDevices: DisplayMedia = {
    getDisplayMedia: (options = {}) => {
      asked.push(options)
      return answer instanceof DOMException ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
  return { asked, mediaDevices }
}

const capture = async (...tracks: FakeTrack[]): Promise<ScreenCapture> => {
  const captured = await captureScreen(devices(fakeStream(tracks)).mediaDevices, 'text')
  if (!captured.ok) throw new Error(captured.error.code)
  return captured.value
}

describe('a capture of the screen', () => {
  it('asks for the sound as it is, without what this page plays itself', async () => {
    const { asked, mediaDevices } = devices(fakeStream([new FakeTrack('video')]))
    await captureScreen(mediaDevices, 'motion')
    expect(asked).toEqual([
      {
        video: { frameRate: { ideal: 60 } },
        audio: {
          restrictOwnAudio: true,
          suppressLocalAudioPlayback: false,
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
        systemAudio: 'include',
      },
    ])
  })

  it('does without sound where there is none', async () => {
    const it = await capture(new FakeTrack('video'))
    expect(it.sound).toBeNull()
    it.muted = true
    it.paused = true
    it.stop()
  })

  it('keeps the sound apart from the picture', async () => {
    const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')]
    const it = await capture(sound, picture)
    expect(it.sound).toBe(sound)
    expect(it.stream.getTracks()).toEqual([picture])
    expect(sound.contentHint).toBe('music')
    it.stop()
    expect([picture.readyState, sound.readyState]).toEqual(['ended', 'ended'])
  })

  it('silences the sound while paused, and while muted, whichever comes first', async () => {
    const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')]
    const it = await capture(picture, sound)
    it.paused = true
    expect([picture.enabled, sound.enabled]).toEqual([false, false])
    it.muted = true
    it.paused = false
    expect([picture.enabled, sound.enabled]).toEqual([true, false])
    it.muted = false
    expect([picture.enabled, sound.enabled]).toEqual([true, true])
  })

  it('goes on without the sound when that ends, and ends with the picture', async () => {
    const [picture, sound] = [new FakeTrack('video'), new FakeTrack('audio')]
    const it = await capture(picture, sound)
    const events: string[] = []
    it.on('soundEnded', () => events.push('sound'))
    it.on('sourceEnded', () => events.push('picture'))
    sound.end()
    expect(it.sound).toBeNull()
    it.muted = true
    picture.end()
    expect(events).toEqual(['sound', 'picture'])
  })

  it('leaves nothing captured behind when there is no picture', async () => {
    const sound = new FakeTrack('audio')
    expect(await captureScreen(devices(fakeStream([sound])).mediaDevices, 'text')).toMatchObject({
      error: { code: 'capture-unavailable' },
    })
    expect(sound.readyState).toBe('ended')
  })

  it.each([
    ['NotAllowedError', 'capture-refused'],
    ['InvalidStateError', 'capture-refused'],
    ['NotSupportedError', 'unsupported'],
    ['NotReadableError', 'capture-unavailable'],
    ['AbortError', 'capture-unavailable'],
  ])('says what %s means', async (name, code) => {
    const { mediaDevices } = devices(new DOMException('no', name))
    expect(await captureScreen(mediaDevices, 'text')).toMatchObject({ error: { code } })
    expect(await captureScreen({}, 'text')).toMatchObject({ error: { code: 'unsupported' } })
  })
})
