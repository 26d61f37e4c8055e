import type { PowerMonitor, PowerSaveBlocker } from 'electron'

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

/** Tells when nobody can be at the screen. Linux says nothing about its lock. */
export const watchPresence = (
  powerMonitor: Pick<PowerMonitor, 'on'>,
  report: (presence: Presence) => void,
): void => {
  powerMonitor.on('lock-screen', () => report('lock'))
  powerMonitor.on('unlock-screen', () => report('unlock'))
  powerMonitor.on('suspend', () => report('suspend'))
  powerMonitor.on('resume', () => report('wake'))
}
