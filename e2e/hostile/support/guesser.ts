import type { SecureRelay } from '../../../src/renderer/session/secure-relay.ts'
import { parseCode } from '../../../src/shared/code.ts'
import { spoilCode } from '../../support/product.ts'
import { createImpostor } from './impostor.ts'
import { done, madeUpId } from './made-up.ts'
import type { App, Meddler } from './meddler.ts'

export interface Guesser extends Meddler {
  /** Why the host ended each of the runs, as it told them. */
  readonly outcomes: readonly string[]
}

/**
 * Viewers that exist nowhere but in the server: each proves a wrong secret to the host, all of them at the same moment,
 * so that every run was opened before the first proof was checked. Begins at once.
 */
export const guessAtHost = (host: App, code: string, viewers: number): Guesser => {
  const parsed = parseCode(spoilCode(code, 'secret'))
  if (!parsed.ok) throw new Error('no code to guess at')
  const relays = new Map<string, SecureRelay>()
  const outcomes: string[] = []
  const proofs: (() => void)[] = []

  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const viewerId = madeUpId()
    const relay = createImpostor({
      role: 'viewer',
      code: parsed.value,
      hostId: host.memberId,
      viewerId,
      post: (data) => {
        if (!data.includes('pair-proof')) host.signal(viewerId, data)
        else if (proofs.push(() => host.signal(viewerId, data)) === viewers) proofs.forEach((send) => send())
      },
    })
    relay.on('failed', ({ code: outcome }) => outcomes.push(outcome))
    relay.start()
    relays.set(viewerId, relay)
    host.notify('viewer:claimed', { viewerId })
  }
  return {
    outcomes,
    request: (_app, _name, payload) => {
      const { to, viewerId = to, data } = payload as { to?: string; viewerId?: string; data?: string }
      const relay = relays.get(viewerId ?? '')
      if (data !== undefined) relay?.receive(data)
      return relay && done
    },
  }
}

/** A host that exists nowhere but in the server, which answers the claim and guesses at the secret. */
export const guessAtViewer = (secret: string): Meddler => {
  let relay: SecureRelay | undefined
  return {
    request: (app, name, payload) => {
      if (name === 'signal:send') relay?.receive((payload as { readonly data: string }).data)
      if (name !== 'code:claim') return done
      const { room } = payload as { readonly room: string }
      const [hostId, viewerId] = [madeUpId(), madeUpId()]
      relay = createImpostor({
        role: 'host',
        code: { room, secret },
        hostId,
        viewerId,
        post: (data) => app.signal(hostId, data),
      })
      relay.start()
      return { ok: true, value: { sessionId: madeUpId(), memberId: viewerId, ticket: madeUpId(), hostId } }
    },
    iceServers: () => ({ iceServers: [], ttlSeconds: 60 }),
  }
}
