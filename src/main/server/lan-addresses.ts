import type { NetworkInterfaceInfo } from 'node:os'

/** As `os.networkInterfaces()` returns it. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Networks inside this computer, and tunnels out of the local network: nobody in the room is on them. */
const virtualNames =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|tailscale|tun|tap|wg|utun|zt)|vEthernet|Hyper-V|WSL/i

/** RFC 1918; what a home or office network uses. */
const isPrivate = (address: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)

/** Link-local (RFC 3927): there when nothing better is. */
const isLinkLocal = (address: string): boolean => address.startsWith('169.254.')

const rank = (name: string, address: string): number =>
  (virtualNames.test(name) ? 4 : 0) + (isLinkLocal(address) ? 2 : 0) + (isPrivate(address) ? 0 : 1)

/**
 * Addresses at which others on the local network reach this computer, the likeliest first. IPv4 only: it is what a
 * person can read aloud or type.
 */
export const lanAddresses = (interfaces: Interfaces): string[] =>
  Object.entries(interfaces)
    .flatMap(([name, infos]) =>
      (infos ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => ({ address, rank: rank(name, address) })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address)

/**
 * Addresses through which a server is announced and looked for: in containers and tunnels there is nobody to hear it,
 * unless this computer is on no other network.
 */
export const announcedAddresses = (interfaces: Interfaces): string[] => {
  const real = Object.entries(interfaces).filter(([name]) => !virtualNames.test(name))
  const addresses = lanAddresses(Object.fromEntries(real))
  return addresses.length > 0 ? addresses : lanAddresses(interfaces)
}
