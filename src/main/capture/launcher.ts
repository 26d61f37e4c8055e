import type { DesktopCapturerSource } from 'electron'

export interface ShareLauncherOptions {
  /** Something is shared already, or about to be. */
  readonly isSharing: () => boolean
  /** Wayland: the system asks what to share, whatever the app does. */
  readonly throughPortal: boolean
  readonly findScreen: () => Promise<DesktopCapturerSource | null>
  readonly prepare: (source: DesktopCapturerSource) => void
  /** Makes the window, hidden, for the session lives in its page. */
  readonly ensureWindow: () => void
  readonly showWindow: () => void
  readonly startSharing: () => void
}

/** Starts to share from outside the window. */
export class ShareLauncher {
  readonly #options: ShareLauncherOptions
  #isLaunching = false

  constructor(options: ShareLauncherOptions) {
    this.#options = options
  }

  /** Shares the last or primary screen without asking; if that cannot be had, the picker says why. */
  async shareNow(): Promise<void> {
    const { isSharing, throughPortal, findScreen, prepare, ensureWindow, startSharing } = this.#options
    if (isSharing() || this.#isLaunching) return
    this.#isLaunching = true
    try {
      const screen = throughPortal ? null : await findScreen()
      if (!screen && !throughPortal) {
        this.chooseSource()
        return
      }
      if (screen) prepare(screen)
      ensureWindow()
      startSharing()
    } finally {
      this.#isLaunching = false
    }
  }

  /** Lets the person pick, in the window: what to share, or what to share instead. */
  chooseSource(): void {
    const { showWindow, startSharing } = this.#options
    showWindow()
    startSharing()
  }
}
