import type { Clock } from '#shared/clock.ts'

/** As soon as somebody comes back from the system's settings they should see that it worked. */
const LOOK_INTERVAL_MS = 1_000

export interface TrustWatchOptions {
  readonly clock: Pick<Clock, 'after'>
  /** `AXIsProcessTrusted`, by Electron's `isTrustedAccessibilityClient(false)`. */
  readonly isTrusted: () => boolean
  readonly onChanged: () => void
}

/** Asks macOS, which tells nobody, whether it lets this app control the computer: while that matters. */
export class TrustWatch {
  readonly #options: TrustWatchOptions
  #wasTrusted: boolean
  #cancel: (() => void) | null = null

  constructor(options: TrustWatchOptions) {
    this.#options = options
    this.#wasTrusted = options.isTrusted()
  }

  set(isWanted: boolean): void {
    if (isWanted && !this.#cancel) this.#look()
    if (isWanted) return
    this.#cancel?.()
    this.#cancel = null
  }

  #look(): void {
    const { clock, isTrusted, onChanged } = this.#options
    this.#cancel = clock.after(LOOK_INTERVAL_MS, () => this.#look())
    const wasTrusted = this.#wasTrusted
    this.#wasTrusted = isTrusted()
    if (this.#wasTrusted !== wasTrusted) onChanged()
  }
}
