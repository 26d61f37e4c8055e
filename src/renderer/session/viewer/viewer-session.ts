import { Emitter } from '#shared/emitter.ts'
import type { Code } from '#shared/code.ts'
import { failure, type Failure } from '#shared/errors.ts'
import { viewerTable, type ViewerInput, type ViewerState } from '#shared/machines/viewer.ts'
import { step } from '#shared/machines/table.ts'
import type { TriesByRoom } from '#shared/pairing/tries.ts'
import type { PeerSignal } from '#shared/protocol/peer-messages.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import type { Membership } from '../../transport/signaling-client.ts'
import { Deadline } from '../deadline.ts'
import { SERVER_TIMEOUT_MS, type SessionDeps, type Signaling } from '../deps.ts'
import { IceSupply } from '../ice-supply.ts'
import { LinkWait } from '../link-wait.ts'
import { ReturnToHost } from './return-to-host.ts'
import type { SecureRelay } from '../secure-relay.ts'
import type { ViewerSnapshot } from '../snapshots.ts'
import type { ViewerControl } from './viewer-control.ts'
import { ViewerLink } from './viewer-link.ts'
import { ViewerPairing } from './viewer-pairing.ts'
import { viewerSnapshot } from './viewer-snapshot.ts'

export interface ViewerIdentity {
  /** What the person typed; shown to the host as not verified. May be empty. */
  readonly name: string
  readonly app: 'web' | 'desktop'
}

export interface ViewerSessionEvents {
  changed: [ViewerSnapshot]
}

/** The viewer's session from the typed code to the end of the picture: proves the code, knocks, waits, watches. */
export class ViewerSession extends Emitter<ViewerSessionEvents> {
  readonly #deps: SessionDeps
  readonly #identity: ViewerIdentity
  readonly #signaling: Signaling
  readonly #pairing: ViewerPairing
  readonly #return: ReturnToHost
  readonly #ice: IceSupply
  readonly #wait: LinkWait
  /** For a server that is lost while the host's person is waited for. */
  readonly #serverDeadline: Deadline
  #state: ViewerState = 'idle'
  #membership: Membership | null = null
  /** From the proof on. */
  #relay: SecureRelay | null = null
  /** Done once there is a link, or the session has ended. */
  #opening: Promise<void> = Promise.resolve()
  #link: ViewerLink | null = null
  /** This device is on another network than the link's path. */
  #hasMoved = false
  #since = 0
  #failure: Failure | null = null

  /** @param tries outlives the session: an app that has tried a room too often leaves it alone. */
  constructor(deps: SessionDeps, identity: ViewerIdentity, tries: TriesByRoom) {
    super()
    this.#deps = deps
    this.#identity = identity
    this.#serverDeadline = new Deadline(deps.clock)
    this.#signaling = deps.createSignaling()
    this.#pairing = new ViewerPairing({ deps, signaling: this.#signaling, tries })
    this.#pairing.on('claimed', (membership) => this.#handleClaimed(membership))
    this.#pairing.on('paired', (relay, certificate) => this.#handlePaired(relay, certificate))
    this.#pairing.on('failed', (reason) => this.#end(reason))
    this.#ice = new IceSupply({ deps, membership: () => this.#membership })
    this.#wait = new LinkWait({
      deps,
      ice: this.#ice,
      tell: (codes) => this.#relay?.send({ type: 'findings', codes: [...codes] }),
      onFound: () => this.#publish(),
      onOver: (reason) => this.#end(reason),
    })
    this.#return = new ReturnToHost({
      signaling: this.#signaling,
      clock: deps.clock,
      onReturned: (claim) => this.#handleReturned(claim),
    })
    // The server lets nobody but the host send to a viewer; whoever it is must pass the pairing.
    this.#signaling.on('signal:received', ({ from, data }) =>
      (this.#relay ?? this.#pairing).receive(data, from),
    )
    this.#signaling.on('viewer:removed', ({ code }) =>
      this.#handleOver(failure(this.#pairing.understand(code))),
    )
    this.#signaling.on('session:ended', ({ code }) => this.#handleSessionEnded(failure(code)))
    this.#signaling.on('interrupted', () => this.#handleServerLost())
    this.#signaling.on('resumed', () => this.#handleServerBack())
    this.#signaling.on('forgotten', () => this.#handleForgotten())
    this.#signaling.on('rejected', (reason) => this.#handleServerGone(reason))
  }

  get snapshot(): ViewerSnapshot {
    return viewerSnapshot(this.#state, {
      link: this.#link,
      wordsKey: this.#relay?.wordsKey ?? null,
      since: this.#since,
      failure: this.#failure,
      findings: this.#wait.findings,
    })
  }

  /** What the host lets this viewer do; null before there is a link, and after. */
  get control(): ViewerControl | null {
    return this.#link?.control ?? null
  }

  async join(code: Code): Promise<void> {
    if (this.#state !== 'idle') return
    this.#advance('join')
    await this.#pairing.start(code)
  }

  /** Leaves, or gives up joining. */
  leave(): void {
    this.#end(null)
  }

  #handleClaimed(membership: Membership): void {
    this.#remember(membership)
    this.#ice.prepare()
    this.#advance('claimed')
  }

  #handlePaired(relay: SecureRelay, certificate: RTCCertificate): void {
    this.#relay = relay
    relay.on('signalReceived', (signal) =>
      this.#handleSignal(signal, () => this.#openLink(relay, certificate)),
    )
    relay.on('resumed', () => this.#handleResumed(relay))
    relay.on('failed', ({ code }) => this.#end(failure(code)))
    relay.send({ type: 'knock', ...this.#identity })
    this.#advance('proved')
  }

  #handleSignal(signal: PeerSignal, openLink: () => Promise<void>): void {
    switch (signal.type) {
      case 'admit':
        if (this.#state !== 'waiting') return
        this.#serverDeadline.clear()
        this.#opening = openLink()
        this.#advance('admitted')
        return
      case 'refuse':
        this.#end(failure(signal.code))
        return
      case 'link':
        // In order, whether or not the link is there already: each waits for the same promise.
        void this.#opening.then(() => this.#link?.signal(signal.signal))
        return
      case 'findings':
        this.#wait.receive(signal.codes)
        return
      case 'knock':
      case 'seek':
        this.#end(failure('bad-request'))
    }
  }

  async #openLink(relay: SecureRelay, certificate: RTCCertificate): Promise<void> {
    const iceServers = await this.#wait.begin()
    if (this.#state === 'ended') return
    try {
      this.#link = new ViewerLink({ deps: this.#deps, relay, certificate, iceServers, ice: this.#ice })
    } catch (cause) {
      // What the server gave for ICE, or this browser, is of no use.
      this.#end(failure('peer-unreachable', { cause }))
      return
    }
    this.#link.on('changed', () => this.#publish())
    this.#link.on('pictured', () => this.#handlePicture())
    this.#link.on('up', () => this.#handleLinkUp())
    this.#link.on('lost', (sinceMs) => this.#handleLinkLost(sinceMs))
    this.#link.on('moved', () => {
      this.#hasMoved = true
      this.#ice.handleNetworkChange()
      // The request for another path goes over the new connection, once the host knows this side there.
      this.#signaling.wake()
    })
    this.#link.on('closed', (reason) => this.#end(this.#wait.reasonOf(reason)))
  }

  #handlePicture(): void {
    this.#since = this.#deps.clock.now()
    if (this.#state === 'watching') this.#wait.finish()
    this.#publish()
  }

  #handleLinkUp(): void {
    this.#wait.handleUp()
    // A link without a picture is not what was asked for: its time runs on.
    if (this.#link?.stream) this.#wait.finish()
    this.#signaling.keepMembership()
    this.#advance('linkUp')
  }

  #handleLinkLost(sinceMs: number): void {
    // First of all, so that what is published tells of this loss alone.
    this.#wait.handleLost(sinceMs)
    this.#advance('linkLost')
  }

  #remember(membership: Membership): void {
    this.#membership = membership
    this.#signaling.remember(membership)
  }

  /** The server no longer knows this viewer. Its host does, once both are back. */
  #handleForgotten(): void {
    const place = this.#relay?.place
    if (this.#isLinked && place) this.#return.start(place)
    else this.#end(failure('server-unreachable'))
  }

  #handleReturned({ hostId, ...membership }: Reply<'place:claim'>): void {
    this.#remember(membership)
    this.#relay?.resume(hostId)
  }

  /** The host has seen this viewer's ticket. */
  #handleResumed(relay: SecureRelay): void {
    if (this.#isLinked) this.#signaling.keepMembership()
    if (this.#hasMoved || this.#state === 'interrupted') relay.send({ type: 'seek' })
    this.#hasMoved = false
  }

  #handleSessionEnded(reason: Failure): void {
    if (this.#isLinked && reason.code === 'peer-gone') this.#handleForgotten()
    else this.#handleOver(reason)
  }

  /** The server says that it is over. */
  #handleOver(reason: Failure): void {
    if (this.#state === 'watching') this.#wait.handleOver(reason)
    else this.#end(reason)
  }

  /** While waiting there is nothing but the server to wait with; everywhere else a deadline runs already. */
  #handleServerLost(): void {
    this.#relay?.suspend()
    this.#return.stop()
    if (this.#state === 'waiting')
      this.#serverDeadline.set(SERVER_TIMEOUT_MS, () => this.#end(failure('server-unreachable')))
  }

  #handleServerBack(): void {
    this.#serverDeadline.clear()
    if (this.#wait.isOver) this.#end(failure('peer-gone'))
    else this.#relay?.resume()
  }

  #handleServerGone(reason: Failure): void {
    if (!this.#isLinked) this.#end(reason)
  }

  get #isLinked(): boolean {
    return this.#state === 'watching' || this.#state === 'interrupted'
  }

  #advance(input: ViewerInput): void {
    const next = step(viewerTable, this.#state, input)
    if (next === this.#state) return
    this.#state = next
    this.#publish()
  }

  #publish(): void {
    this.emit('changed', this.snapshot)
  }

  #end(reason: Failure | null): void {
    if (this.#state === 'ended') return
    this.#serverDeadline.clear()
    this.#failure = reason
    this.#state = step(viewerTable, this.#state, 'end')
    this.#link?.close(reason?.code ?? 'session-ended')
    this.#link = null
    this.#return.stop()
    this.#wait.stop()
    this.#pairing.close()
    this.#relay?.close()
    this.#signaling.close()
    this.#publish()
    this.clear()
  }
}
