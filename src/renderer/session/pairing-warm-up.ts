import { rehearsePairing } from '#shared/pairing/rehearsal.ts'
import { randomBytes } from './random-bytes.ts'
import { WarmUp, type WhenIdle } from './warm-up.ts'

/** Safari has no `requestIdleCallback`. A warm-up comes too late after the time-out, so it begins in any case. */
const whenIdle: WhenIdle = (run) => {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, 20)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(run, { timeout: 500 })
  return () => cancelIdleCallback(request)
}

/** Once for each page, whichever side it is going to be. */
export const pairingWarmUp = new WarmUp(() => rehearsePairing(randomBytes), whenIdle)
