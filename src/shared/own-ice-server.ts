import * as v from 'valibot'

/** What a person types to bring a STUN or TURN server of their own. */
export interface OwnIceServerDraft {
  readonly url: string
  readonly username: string
  readonly credential: string
}

/** As `RTCPeerConnection` takes it. */
export interface OwnIceServer {
  readonly urls: string
  readonly username?: string
  readonly credential?: string
}

export type OwnIceServerProblem = 'url-invalid' | 'port-invalid' | 'credentials-missing'

export type ParsedOwnIceServer =
  /** Null where nothing was typed. */
  | { readonly ok: true; readonly value: OwnIceServer | null }
  | { readonly ok: false; readonly problem: OwnIceServerProblem }

export const emptyDraft: OwnIceServerDraft = { url: '', username: '', credential: '' }

/** Far more than any server hands out, and little enough to store. */
const MAX_LENGTH = 512

const field = v.pipe(v.string(), v.maxLength(MAX_LENGTH))
export const ownIceServerDraftSchema = v.object({ url: field, username: field, credential: field })

/** RFC 7064 and RFC 7065: scheme, host, perhaps a port, for TURN perhaps a transport. */
const urlPattern =
  /^(?:(?<stun>stuns?):|turns?:)(?:\[[\da-f:.]+\]|[a-z\d](?:[a-z\d.-]*[a-z\d])?)(?::(?<port>\d+))?(?<query>\?transport=(?:udp|tcp))?$/i

const problem = (it: OwnIceServerProblem): ParsedOwnIceServer => ({ ok: false, problem: it })

/** Parses what was typed, or was stored; anything else than a draft is as good as none. */
export const parseOwnIceServer = (draft: unknown): ParsedOwnIceServer => {
  const parsed = v.safeParse(ownIceServerDraftSchema, draft)
  if (!parsed.success) return { ok: true, value: null }
  const [urls, username] = [parsed.output.url.trim(), parsed.output.username.trim()]
  const { credential } = parsed.output
  if (urls === '') return { ok: true, value: null }
  const { stun, port, query } = urlPattern.exec(urls)?.groups ?? {}
  if (!urlPattern.test(urls) || (stun !== undefined && query !== undefined)) return problem('url-invalid')
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return problem('port-invalid')
  if (stun !== undefined) return { ok: true, value: { urls } }
  if (username === '' || credential === '') return problem('credentials-missing')
  return { ok: true, value: { urls, username, credential } }
}
