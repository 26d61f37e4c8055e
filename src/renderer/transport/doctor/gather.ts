/** How long an answer is waited for: past that, a connection over it would be of little use. */
export const PATIENCE_MS = 5_000

export interface Gathered {
  readonly candidates: readonly RTCIceCandidate[]
  /** When each of them came, in milliseconds from the start. */
  readonly cameMs: readonly number[]
  /** Whether the browser was done in time, and how long it took. */
  readonly doneMs: number | null
  /** Whether a server was reported not to have answered. */
  readonly hasErrors: boolean
}

/** Null where the browser has no use for these servers: others than a person's own are not this app's to choose. */
const open = (configuration: RTCConfiguration): RTCPeerConnection | null => {
  try {
    return new RTCPeerConnection(configuration)
  } catch {
    return null
  }
}

/**
 * Gathers the candidates of a connection that is never made: all that a page can do to find out how servers answer.
 * @param isEnough ends it early
 */
export const gather = async (
  configuration: RTCConfiguration,
  isEnough: (candidate: RTCIceCandidate) => boolean = () => false,
): Promise<Gathered> => {
  const connection = open(configuration)
  if (!connection) return { candidates: [], cameMs: [], doneMs: null, hasErrors: true }
  const candidates: RTCIceCandidate[] = []
  const cameMs: number[] = []
  let hasErrors = false
  try {
    connection.createDataChannel('probe')
    const startedMs = performance.now()
    const doneMs = await new Promise<number | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), PATIENCE_MS)
      const finish = (): void => {
        clearTimeout(timer)
        resolve(performance.now() - startedMs)
      }
      connection.addEventListener('icecandidateerror', () => (hasErrors = true))
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (!candidate?.candidate) {
          // The end of candidates is said in different ways; the state says it in one.
          if (connection.iceGatheringState === 'complete') finish()
          return
        }
        candidates.push(candidate)
        cameMs.push(performance.now() - startedMs)
        if (isEnough(candidate)) finish()
      })
      // That is no answer either: whoever asks others at the same time still hears those.
      connection.setLocalDescription().catch(() => {
        hasErrors = true
        clearTimeout(timer)
        resolve(null)
      })
    })
    return { candidates, cameMs, doneMs, hasErrors }
  } finally {
    connection.close()
  }
}
