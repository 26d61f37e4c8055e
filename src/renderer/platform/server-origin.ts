import { originSchema } from '#shared/ipc/settings.ts'
import { parse } from '#shared/protocol/parse.ts'

/** Hosts that are hardly ever reached over TLS: on this computer, or by number on a local network. */
const plainHosts =
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[)|\.local(:|\/|$)/

/**
 * The origin of a server as people type and paste it: with or without `https://`, as an address with a port, or as a
 * whole join link. Null when it can be none.
 */
export const serverOrigin = (typed: string): string | null => {
  const text = typed.trim()
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text)
  const address = hasScheme ? text : `${plainHosts.test(text) ? 'http' : 'https'}://${text}`
  if (!URL.canParse(address)) return null
  const { username, password, origin } = new URL(address)
  return username === '' && password === '' && parse(originSchema, origin).ok ? origin : null
}
