/** How two sides reach each other, as far as people and reports have to know it. */
export interface Route {
  /** `same-network`: over addresses of one local network; `relayed`: through a TURN server, at either end. */
  readonly kind: 'same-network' | 'direct' | 'relayed'
  /** Of the path, or, where this side has a relay, of the way to that: `tls` is TURN over TLS. */
  readonly protocol: 'udp' | 'tcp' | 'tls'
  /** This side's TURN server, `<host>:<port>` as it was named, or its address; null where this side uses none. */
  readonly relay: string | null
}

export const isSameRoute = (one: Route | null, other: Route | null): boolean =>
  one?.kind === other?.kind && one?.protocol === other?.protocol && one?.relay === other?.relay
