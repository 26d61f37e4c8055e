import { drawSecret, type RandomBytes } from '../code.ts'
import type { Result } from '../result.ts'
import { drawBytes } from './bytes.ts'
import type { PairingOptions } from './context.ts'
import { FINGERPRINT_BYTES } from './fingerprint.ts'
import { pairAsHost } from './host-pairing.ts'
import { createSealedChannel } from './sealed-channel.ts'
import { Tries } from './tries.ts'
import { pairAsViewer } from './viewer-pairing.ts'

/** A pairing that agrees with itself can only fail by a bug. */
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`the rehearsal failed: ${result.error.code}`)
  return result.value
}

/**
 * A whole pairing with itself, both roles and a sealed frame, for nothing but its side effect: the engine has then
 * compiled what the real one runs, which takes it several times as long the first time. Pauses after each message, so
 * that whoever runs it can let other things happen; a part takes some milliseconds.
 */
export function* rehearsePairing(random: RandomBytes): Generator<undefined, void> {
  const code = { room: '00000', secret: drawSecret(random) }
  const side = (): PairingOptions => ({
    code,
    viewerId: 'viewer',
    hostId: 'host',
    version: 0,
    fingerprint: drawBytes(FINGERPRINT_BYTES, random),
    random,
    tries: new Tries(),
  })
  const hello = pairAsHost(side())
  const start = valueOf(pairAsViewer(side()).receive(hello.message))
  yield
  const reply = valueOf(hello.next.receive(start.message))
  yield
  const proof = valueOf(start.next.receive(reply.message))
  yield
  const confirmation = valueOf(reply.next.receive(proof.message))
  const viewerKeys = valueOf(proof.next.receive(confirmation.message))
  yield
  const host = createSealedChannel(confirmation.keys)
  const viewer = createSealedChannel(viewerKeys)
  valueOf(host.open(valueOf(viewer.seal('rehearsal'))))
  host.close()
  viewer.close()
}
