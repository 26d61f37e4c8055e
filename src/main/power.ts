import type { PowerMonitor, PowerSaveBlocker } from 'electron'
import type { Clock } from '#shared/clock.ts'

/** Keeps the display on while somebody watches it: viewers would see it go dark, and then lock. */
export class StayAwake {
  readonly #blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
  #id: number | null = null

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.#blocker = blocker
  }

  set(wanted: boolean): void {
    if (wanted) this.#id ??= this.#blocker.start('prevent-display-sleep')
    else if (this.#id !== null) {
      this.#blocker.stop(this.#id)
      this.#id = null
    }
  }
}

export type Presence = 'lock' | 'unlock' | 'suspend' | 'wake'

/** Tells when nobody can be at the screen. Linux says nothing about its lock; `LockWatch` asks. */
export const watchPresence = (
  powerMonitor: Pick<PowerMonitor, 'on'>,
  report: (presence: Presence) => void,
): void => {
  powerMonitor.on('lock-screen', () => report('lock'))
  powerMonitor.on('unlock-screen', () => report('unlock'))
  powerMonitor.on('suspend', () => report('suspend'))
  powerMonitor.on('resume', () => report('wake'))
}

/** How often it is asked. */
const LOOK_INTERVAL_MS = 1_000
/** Idle time is of no interest here; seconds. */
const IDLE_THRESHOLD = 60

/**
 * Asks Linux, which has no event for it, whether the screen is locked: while that matters, and once it is, until it is
 * not any more. The answer is that of the X server's screen saver, which most lockers use.
 */
export class LockWatch {
  readonly #powerMonitor: Pick<PowerMonitor, 'getSystemIdleState'>
  readonly #clock: Pick<Clock, 'after'>
  readonly #report: (presence: Presence) => void
  #isWanted = false
  #isLocked = false
  #cancel: (() => void) | null = null

  constructor(
    powerMonitor: Pick<PowerMonitor, 'getSystemIdleState'>,
    clock: Pick<Clock, 'after'>,
    report: (presence: Presence) => void,
  ) {
    this.#powerMonitor = powerMonitor
    this.#clock = clock
    this.#report = report
  }

  set(wanted: boolean): void {
    this.#isWanted = wanted
    if (wanted) this.#cancel ??= this.#lookLater()
    if (!wanted && !this.#isLocked) this.#rest()
  }

  #lookLater(): () => void {
    return this.#clock.after(LOOK_INTERVAL_MS, () => this.#look())
  }

  #look(): void {
    this.#cancel = this.#lookLater()
    const isLocked = this.#powerMonitor.getSystemIdleState(IDLE_THRESHOLD) === 'locked'
    if (isLocked !== this.#isLocked) {
      this.#isLocked = isLocked
      this.#report(isLocked ? 'lock' : 'unlock')
    }
    if (!this.#isWanted && !this.#isLocked) this.#rest()
  }

  #rest(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
