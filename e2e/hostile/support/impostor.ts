import { randomBytes } from 'node:crypto'
import { SecureRelay, type SecureRelayOptions } from '../../../src/renderer/session/secure-relay.ts'
import { Tries } from '../../../src/shared/pairing/tries.ts'

export interface ImpostorOptions extends Pick<
  SecureRelayOptions,
  'role' | 'code' | 'hostId' | 'viewerId' | 'post'
> {
  /** Of the certificate it vouches for, as in a session description; any, if it will never get that far. */
  readonly fingerprint?: string
}

const anyFingerprint = Array.from({ length: 32 }, () => 'AB').join(':')

/** An app of the server's own, with the product's own pairing, that plays one side to the other. */
export const createImpostor = ({ fingerprint = anyFingerprint, ...options }: ImpostorOptions): SecureRelay =>
  new SecureRelay({
    ...options,
    certificate: {
      expires: 0,
      getFingerprints: () => [{ algorithm: 'sha-256', value: fingerprint }],
    },
    random: (length) => randomBytes(length),
    tries: new Tries(),
  })
