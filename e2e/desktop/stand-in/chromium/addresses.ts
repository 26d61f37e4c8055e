/**
 * Chromium knows no scheme but its own, so pages of a scheme such as app:// are shown at a name below `localhost`, which
 * makes them a secure context of one origin, as in Electron. `app://beckon/join` is `http://beckon.app.localhost/join`.
 */
export interface Addresses {
  /** Makes a scheme known: those of no known scheme stay what they are. */
  addScheme(scheme: string): void
  /** An address or origin as Chromium has it. */
  toChromium(url: string): string
  /** An address or origin as Electron would have it. */
  toElectron(url: string): string
}

const chromiumPattern = /^http:\/\/([\w-]+)\.([\w-]+)\.localhost(?=\/|$)/
const electronPattern = /^([\w-]+):\/\/([\w-]+)(?=\/|$)/

export const createAddresses = (): Addresses => {
  const schemes = new Set<string>()
  return {
    addScheme: (scheme) => void schemes.add(scheme),
    toChromium: (url) =>
      url.replace(electronPattern, (whole, scheme: string, host: string) =>
        schemes.has(scheme) ? `http://${host}.${scheme}.localhost` : whole,
      ),
    toElectron: (url) =>
      url.replace(chromiumPattern, (whole, host: string, scheme: string) =>
        schemes.has(scheme) ? `${scheme}://${host}` : whole,
      ),
  }
}
