/** The headers that say from which page a request comes, and for which server it is meant. */
export interface OriginHeaders {
  readonly origin?: string | undefined
  readonly host?: string | undefined
}

/**
 * Whether a request may come from where it says: from no page at all (native clients send no Origin), from a page of
 * this very host, or from an origin on the list. Only hosts are compared, for behind a TLS proxy the scheme is unknown.
 */
export const isAllowedOrigin = ({ origin, host }: OriginHeaders, allowed: readonly string[]): boolean => {
  if (origin === undefined || allowed.includes(origin)) return true
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}
