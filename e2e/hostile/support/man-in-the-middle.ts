import type { Browser } from '@playwright/test'
import type { SecureRelay } from '../../../src/renderer/session/secure-relay.ts'
import type { Role } from '../../../src/shared/pairing/context.ts'
import type { PeerSignal } from '../../../src/shared/protocol/peer-messages.ts'
import type { Reply, RequestPayload } from '../../../src/shared/protocol/signaling.ts'
import { createImpostor } from './impostor.ts'
import type { HostileServer } from './hostile-server.ts'
import { done } from './made-up.ts'
import type { Meddler } from './meddler.ts'
import { openOwnPeers, type OwnPeers } from './own-peers.ts'

export interface ManInTheMiddle extends Meddler {
  readonly peers: OwnPeers
}

/**
 * A server that answers both sides itself. It plays the viewer to the host and the host to the viewer, with the ids
 * that both expect, the product's own pairing, real peer connections, and a secret that it had to guess; should both
 * believe it, it passes on everything from one to the other, and looks at it on the way.
 * @param vouched of the certificate that it names while it pairs; that of its peer connections unless given
 */
export const createManInTheMiddle = async (
  server: HostileServer,
  browser: Browser,
  secret: string,
  vouched?: string,
): Promise<ManInTheMiddle> => {
  /** The host's hello comes before the answer to the claim. */
  const early: string[] = []
  /** By whom the server plays; what it has to say waits until it is believed. */
  const plays = new Map<Role, { readonly relay: SecureRelay; readonly paired: Promise<void> }>()
  const say = (role: Role, signal: PeerSignal): void => {
    const impostor = plays.get(role)
    void impostor?.paired.then(() => impostor.relay.send(signal))
  }
  const peers = await openOwnPeers(browser, server.url, (role, signal) => say(role, { type: 'link', signal }))

  const play = (role: Role, room: string, hostId: string, viewerId: string): void => {
    const deceived = role === 'host' ? 'viewer' : 'host'
    const relay = createImpostor({
      role,
      code: { room, secret },
      hostId,
      viewerId,
      fingerprint: vouched ?? peers.fingerprint,
      post: (data) => server.app(deceived).signal(role === 'host' ? hostId : viewerId, data),
    })
    relay.on('signalReceived', (signal) => {
      if (signal.type === 'link') void peers.signal(role, signal.signal)
      else say(deceived, signal)
    })
    const paired = new Promise<void>((resolve) => relay.on('paired', resolve))
    plays.set(role, { relay, paired })
    relay.start()
    if (role === 'viewer') for (const data of early.splice(0)) relay.receive(data)
  }

  return {
    peers,
    notice: (_app, name, payload) => {
      // Each goes on with its run although the other has turned away from its own.
      if (name === 'viewer:left' || name === 'viewer:removed') return []
      return [payload]
    },
    // Taken here, on its way: the honest server would pass on nothing more once either has turned away.
    request: (app, name, payload) => {
      if (name !== 'signal:send') return undefined
      const { data } = payload as RequestPayload<'signal:send'>
      const impostor = plays.get(app.role === 'host' ? 'viewer' : 'host')
      if (impostor) impostor.relay.receive(data)
      else early.push(data)
      return done
    },
    answer: (app, name, answer) => {
      if (name !== 'code:claim') return undefined
      const { hostId, memberId } = (answer as { value: Reply<'code:claim'> }).value
      const { room } = app.asked.at(-1)?.payload as { readonly room: string }
      play('viewer', room, hostId, memberId)
      play('host', room, hostId, memberId)
      return undefined
    },
  }
}
