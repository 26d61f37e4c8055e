import type { GlobalShortcut } from 'electron'

/**
 * The shortcut that stops sharing from anywhere. It is taken only while there is something to stop, so that other
 * programs have it the rest of the time. On Wayland success means that the desktop was asked, no more
 * (https://github.com/electron/electron/issues/52218), so it is never the only way to stop.
 */
export class StopShortcut {
  readonly #globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>
  readonly #onPressed: () => void
  #taken: string | null = null

  constructor(globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>, onPressed: () => void) {
    this.#globalShortcut = globalShortcut
    this.#onPressed = onPressed
  }

  /** Takes a shortcut in place of the present one, or none. Says whether that worked. */
  take(accelerator: string | null): boolean {
    if (accelerator === this.#taken) return true
    if (this.#taken !== null) this.#globalShortcut.unregister(this.#taken)
    this.#taken = null
    if (accelerator === null) return true
    try {
      if (!this.#globalShortcut.register(accelerator, this.#onPressed)) return false
    } catch {
      // Not an accelerator at all, as far as Electron is concerned.
      return false
    }
    this.#taken = accelerator
    return true
  }

  /** Whether a shortcut could be taken now; leaves everything as it is. */
  canTake(accelerator: string): boolean {
    const before = this.#taken
    const works = this.take(accelerator)
    this.take(before)
    return works
  }
}
