/** How a home gets to the internet. */
export const accesses = ['open', 'cone', 'symmetric', 'no-udp', 'web-only'] as const
export type Access = (typeof accesses)[number]

/** In words, for tables. */
export const accessNames: Readonly<Record<Access, string>> = {
  open: 'open',
  cone: 'port-restricted cone',
  symmetric: 'symmetric',
  'no-udp': 'UDP blocked',
  'web-only': 'TCP 80 and 443 only',
}

/** What the router lets out; answers to it come in. */
const letsOut: Readonly<Record<Access, string>> = {
  open: 'accept',
  cone: 'iifname "lan" accept',
  symmetric: 'iifname "lan" accept',
  'no-udp': 'iifname "lan" meta l4proto != udp accept',
  'web-only': 'iifname "lan" tcp dport { 80, 443 } accept',
}

/** A plain masquerade keeps ports while it can: the same for all peers. A random one differs for each. */
const masquerade = (access: Access): string =>
  access === 'symmetric' ? 'masquerade random,fully-random' : 'masquerade'

/** Faults of a line. */
export interface LineFaults {
  /** Of a hundred packets in either direction. */
  readonly lossPercent?: number
}

/**
 * A router's rules. Packets that nobody asked for are dropped at the input as well: otherwise the router would keep
 * their connection in mind and give the home another port when it answers, which turns a cone into a symmetric NAT.
 */
export const routerRules = (access: Access, { lossPercent = 0 }: LineFaults = {}): string => `
flush ruleset
table inet home {
  chain input {
    type filter hook input priority 0; policy drop;
    ct state established,related accept
    meta l4proto { icmp, icmpv6 } accept
  }
  chain forward {
    type filter hook forward priority 0; policy drop;
    ${lossPercent > 0 ? `numgen random mod 100 < ${String(lossPercent)} drop` : ''}
    ct state established,related accept
    ${letsOut[access]}
  }
  chain postrouting {
    type nat hook postrouting priority 100;
    oifname "wan" ip saddr 192.168.0.0/16 ${masquerade(access)}
  }
}
`

const withUdp = new Set<Access>(['open', 'cone', 'symmetric'])

/**
 * Whether two homes can reach each other directly: both must have UDP, and where one's port differs for each peer, the
 * other must take packets from ports that it has not heard of (RFC 4787, RFC 5128 section 3.3).
 */
export const canBeDirect = (one: Access, other: Access): boolean => {
  if (!withUdp.has(one) || !withUdp.has(other)) return false
  if (one === 'open' || other === 'open') return true
  return one === 'cone' && other === 'cone'
}
