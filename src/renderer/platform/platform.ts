import type { Bridge } from '#shared/ipc/bridge.ts'
import type { Result } from '#shared/result.ts'

/** What differs between the desktop app and a browser. One interface, injected at start; nothing else asks which it is. */
export interface Platform {
  readonly app: 'web' | 'desktop'
  /** Origin of the server that this very page comes from; null where it comes from none. */
  readonly origin: string | null
  /**
   * Makes ready the server that this app opens its sessions at, and gives its origin, without a trailing slash. At
   * once where there is nothing to wait for: a click must not be used up by waiting.
   */
  openServer(): Result<string> | Promise<Result<string>>
  /** Origins at which a browser elsewhere finds the server that was opened last, the likeliest first. */
  readonly browserUrls: readonly string[]
  /** Link that a viewer can open in a browser; the code stands in the fragment, which no server sees. */
  joinLink(codeFragment: string): string
  /** Writes plain text to the clipboard; rejects where the page may not. */
  copyText(text: string): Promise<void>
  /** What only the desktop app has; null in a browser. */
  readonly desktop: Bridge | null
}

/** The address of the page that joins, with the code where no server sees it. */
export const joinLinkAt = (origin: string, codeFragment: string): string => `${origin}/join#${codeFragment}`
