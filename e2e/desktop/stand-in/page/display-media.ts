/** What a page asks for when it calls `getDisplayMedia`. */
export interface DisplayMediaRequest {
  readonly id: number
  readonly videoRequested: boolean
  readonly audioRequested: boolean
}

/** How the capture goes on; or the name of the DOMException that the page gets. */
export type DisplayMediaVerdict =
  'picture' | 'picture and sound' | 'AbortError' | 'NotAllowedError' | 'NotSupportedError'

/** The page's end, called by the stand-in with the gesture that the page's own call had. */
export interface DisplayMediaPort {
  decide(id: number, verdict: DisplayMediaVerdict): void
  /** Ends every capture, as the system does when what was shared is gone. */
  endCaptures(): void
}

/**
 * Puts main between `getDisplayMedia` and Chromium, as Electron does; what is captured is real. Runs in the page, so it
 * carries everything with it.
 * @param secret names the event that asks, and the property of `window` that holds the port
 */
export const interceptDisplayMedia = (secret: string): void => {
  const { mediaDevices, userActivation } = navigator
  // An insecure context has none.
  if (!(mediaDevices as MediaDevices | undefined)) return
  const capture = mediaDevices.getDisplayMedia.bind(mediaDevices)
  const dispatch = window.dispatchEvent.bind(window)
  const pending = new Map<number, (verdict: DisplayMediaVerdict) => void>()
  const captures: MediaStreamTrack[] = []
  let lastId = 0

  /** Stands for what the computer plays, which has nothing to play it on: a tone of 440 Hz. */
  const createSound = (): MediaStreamTrack[] => {
    const context = new AudioContext()
    const output = context.createMediaStreamDestination()
    const oscillator = new OscillatorNode(context)
    oscillator.connect(output)
    oscillator.start()
    return output.stream.getAudioTracks()
  }

  mediaDevices.getDisplayMedia = (options = {}) =>
    new Promise((resolve, reject) => {
      if (!userActivation.isActive) {
        reject(new DOMException('getDisplayMedia needs a user gesture', 'InvalidStateError'))
        return
      }
      lastId += 1
      pending.set(lastId, (verdict) => {
        if (verdict !== 'picture' && verdict !== 'picture and sound') {
          reject(new DOMException('Permission denied', verdict))
          return
        }
        capture({ ...options, audio: false }).then((stream) => {
          if (verdict === 'picture and sound') createSound().forEach((track) => stream.addTrack(track))
          captures.push(...stream.getTracks())
          resolve(stream)
        }, reject)
      })
      const detail: DisplayMediaRequest = {
        id: lastId,
        videoRequested: options.video !== false,
        audioRequested: Boolean(options.audio),
      }
      dispatch(new CustomEvent(`${secret}-capture`, { detail }))
    })

  const port: DisplayMediaPort = {
    decide(id, verdict) {
      pending.get(id)?.(verdict)
      pending.delete(id)
    },
    endCaptures() {
      for (const track of captures.splice(0)) {
        if (track.readyState === 'ended') continue
        // `stop` is the page's own end, which is not announced to it.
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
    },
  }
  Object.defineProperty(window, secret, { value: port })
}
