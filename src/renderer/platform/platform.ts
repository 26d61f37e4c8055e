/** What differs between the desktop app and a browser. One interface, injected at start; nothing else asks which it is. */
export interface Platform {
  readonly app: 'web' | 'desktop'
  /** Origin of the signaling server, without a trailing slash. */
  readonly serverUrl: string
  /** Link that a viewer can open in a browser; the code stands in the fragment, which no server sees. */
  joinLink(codeFragment: string): string
  /** Writes plain text to the clipboard; rejects where the page may not. */
  copyText(text: string): Promise<void>
}
