import { Emitter } from '#shared/emitter.ts'
import type { Code } from '#shared/code.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import { viewerTable, type ViewerInput, type ViewerState } from '#shared/machines/viewer.ts'
import { step } from '#shared/machines/table.ts'
import type { TriesByRoom } from '#shared/pairing/tries.ts'
import type { PeerSignal } from '#shared/protocol/peer-messages.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import type { Membership } from '../transport/signaling-client.ts'
import { claimRoom } from './claim.ts'
import { ConnectionDoctor } from './connection-doctor.ts'
import { Deadline } from './deadline.ts'
import {
  LINKING_TIMEOUT_MS,
  PAIRING_TIMEOUT_MS,
  RESUME_WINDOW_MS,
  SERVER_TIMEOUT_MS,
  type SessionDeps,
  type Signaling,
} from './deps.ts'
import { IceSupply } from './ice-supply.ts'
import { ReturnToHost } from './return-to-host.ts'
import { ResumeWindow } from './resume-window.ts'
import { SecureRelay } from './secure-relay.ts'
import type { ViewerSnapshot } from './snapshots.ts'
import type { ViewerControl } from './viewer-control.ts'
import { ViewerLink } from './viewer-link.ts'
import { viewerSnapshot } from './viewer-snapshot.ts'

/** Signals that may overtake the answer to the claim; an honest host sends one. */
const MAX_EARLY = 8

export interface ViewerIdentity {
  /** What the person typed; shown to the host as not verified. May be empty. */
  readonly name: string
  readonly app: 'web' | 'desktop'
}

export interface ViewerSessionEvents {
  changed: [ViewerSnapshot]
}

/** The viewer's session from the typed code to the end of the picture: claims, proves, knocks, waits, watches. */
export class ViewerSession extends Emitter<ViewerSessionEvents> {
  readonly #deps: SessionDeps
  readonly #identity: ViewerIdentity
  readonly #tries: TriesByRoom
  readonly #signaling: Signaling
  readonly #deadline: Deadline
  #state: ViewerState = 'idle'
  readonly #return: ReturnToHost
  readonly #doctor: ConnectionDoctor
  readonly #ice: IceSupply
  #relay: SecureRelay | null = null
  #membership: Membership | null = null
  /** Whether this side's proof has gone out. */
  #hasProved = (): boolean => false
  /** The host's hello can overtake the answer to the claim. */
  readonly #early: string[] = []
  /** Done once there is a link, or the session has ended. */
  #opening: Promise<void> = Promise.resolve()
  #link: ViewerLink | null = null
  /** This device is on another network than the link's path. */
  #hasMoved = false
  readonly #window: ResumeWindow
  #since = 0
  #failure: Failure | null = null

  /** @param tries outlives the session: an app that has tried a room too often leaves it alone. */
  constructor(deps: SessionDeps, identity: ViewerIdentity, tries: TriesByRoom) {
    super()
    this.#deps = deps
    this.#tries = tries
    this.#identity = identity
    this.#deadline = new Deadline(deps.clock)
    this.#window = new ResumeWindow(deps.clock)
    this.#signaling = deps.createSignaling()
    this.#ice = new IceSupply({ deps, membership: () => this.#membership })
    this.#doctor = new ConnectionDoctor({
      clock: deps.clock,
      examine: deps.examineNetwork,
      send: (codes) => this.#relay?.send({ type: 'findings', codes: [...codes] }),
      onChanged: () => this.#publish(),
    })
    // The server lets nobody but the host send to a viewer; whoever it is must pass the pairing.
    this.#return = new ReturnToHost({
      signaling: this.#signaling,
      clock: deps.clock,
      onReturned: (claim) => this.#handleReturned(claim),
    })
    this.#signaling.on('signal:received', ({ from, data }) => {
      if (this.#relay) this.#relay.receive(data, from)
      else if (this.#early.length < MAX_EARLY) this.#early.push(data)
    })
    this.#signaling.on('viewer:removed', ({ code }) => this.#end(failure(this.#understand(code))))
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
      findings: this.#doctor.findings,
    })
  }

  /** What the host lets this viewer do; null before there is a link, and after. */
  get control(): ViewerControl | null {
    return this.#link?.control ?? null
  }

  async join(code: Code): Promise<void> {
    if (this.#state !== 'idle') return
    this.#advance('join')
    const { room } = code
    const isExhausted = this.#tries.of(room).left === 0
    if (isExhausted && !this.#tries.isInvalid(room)) {
      this.#end(failure('too-many-tries'))
      return
    }
    const generated = this.#deps.generateCertificate()
    const connected = await this.#signaling.open()
    const claimed = connected.ok
      ? await claimRoom(this.#signaling, room, this.#deps.clock, () => this.#state === 'claiming')
      : connected
    if ((this.#state as ViewerState) !== 'claiming') return
    if (!claimed.ok) {
      this.#end(claimed.error)
      return
    }
    // Not without a proof would the server say so again, and this app sends no more of them.
    if (isExhausted) {
      this.#end(failure('code-invalid'))
      return
    }
    const certificate = await generated
    if (certificate.ok) this.#prove(code, claimed.value, certificate.value)
    else this.#end(certificate.error)
  }

  /** Leaves, or gives up joining. */
  leave(): void {
    this.#end(null)
  }

  #prove(code: Code, claim: Reply<'code:claim'>, certificate: RTCCertificate): void {
    const { hostId, ...membership } = claim
    this.#remember(membership)
    const tries = this.#tries.of(code.room)
    const triesBefore = tries.left
    this.#hasProved = () => tries.left < triesBefore
    const relay = new SecureRelay({
      role: 'viewer',
      code,
      hostId,
      viewerId: membership.memberId,
      certificate,
      random: this.#deps.random,
      tries,
      post: (data, to) => this.#signaling.sendSignal(to, data),
    })
    this.#relay = relay
    this.#ice.prepare()
    performance.mark('beckon:claimed')
    relay.on('paired', () => {
      performance.measure('beckon:pairing', 'beckon:claimed')
      this.#knock(relay)
    })
    relay.on('signalReceived', (signal) =>
      this.#handleSignal(signal, () => this.#openLink(relay, certificate)),
    )
    relay.on('resumed', () => this.#handleResumed(relay))
    relay.on('failed', (error) => {
      if (error.code === 'code-invalid' && this.#hasProved()) this.#tries.noteInvalid(code.room)
      const exhausted = tries.left === 0 && this.#state === 'proving' && !this.#tries.isInvalid(code.room)
      this.#end(failure(exhausted ? 'too-many-tries' : this.#understand(error.code)))
    })
    this.#deadline.set(PAIRING_TIMEOUT_MS, () => this.#end(failure('peer-unreachable')))
    this.#advance('claimed')
    relay.start()
    for (const data of this.#early.splice(0)) relay.receive(data)
  }

  /**
   * Two apps that pair do not misunderstand each other, and neither can know that a secret is wrong before its proof:
   * what says so was changed on its way, or comes from somebody else.
   */
  #understand(code: ErrorCode): ErrorCode {
    const isImpossible = code === 'bad-request' || (code === 'secret-mismatch' && !this.#hasProved())
    return this.#state === 'proving' && isImpossible ? 'tampered' : code
  }

  #knock(relay: SecureRelay): void {
    this.#deadline.clear()
    relay.send({ type: 'knock', ...this.#identity })
    this.#advance('proved')
  }

  #handleSignal(signal: PeerSignal, openLink: () => Promise<void>): void {
    switch (signal.type) {
      case 'admit':
        if (this.#state !== 'waiting') return
        this.#deadline.set(LINKING_TIMEOUT_MS, () => this.#end(failure('peer-unreachable')))
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
        this.#doctor.receive(signal.codes)
        return
      case 'knock':
      case 'seek':
        this.#end(failure('bad-request'))
    }
  }

  async #openLink(relay: SecureRelay, certificate: RTCCertificate): Promise<void> {
    const offered = this.#ice.forLink()
    this.#doctor.watch(offered)
    const iceServers = await offered
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
    this.#link.on('lost', () => this.#handleLinkLost())
    this.#link.on('moved', () => {
      this.#hasMoved = true
      this.#ice.handleNetworkChange()
      // The request for another path goes over the new connection, once the host knows this side there.
      this.#signaling.wake()
    })
    this.#link.on('closed', (reason) => this.#end(reason))
  }

  #handlePicture(): void {
    this.#since = this.#deps.clock.now()
    if (this.#state === 'watching') this.#deadline.clear()
    this.#publish()
  }

  #handleLinkUp(): void {
    // A link without a picture is not what was asked for: the deadline then runs on.
    if (this.#link?.stream) this.#deadline.clear()
    this.#signaling.keepMembership()
    this.#window.close()
    this.#doctor.settle()
    this.#advance('linkUp')
  }

  #handleLinkLost(): void {
    this.#window.open()
    this.#doctor.watch(this.#ice.forPath())
    this.#deadline.set(RESUME_WINDOW_MS, () => this.#end(failure('peer-gone')))
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

  /** The server's word counts only while there is no link: a link that is up knows better. */
  #handleSessionEnded(reason: Failure): void {
    if (this.#isLinked && reason.code === 'peer-gone') this.#handleForgotten()
    else this.#end(reason)
  }

  /** While waiting there is nothing but the server to wait with; everywhere else a deadline runs already. */
  #handleServerLost(): void {
    this.#relay?.suspend()
    this.#return.stop()
    if (this.#state === 'waiting')
      this.#deadline.set(SERVER_TIMEOUT_MS, () => this.#end(failure('server-unreachable')))
  }

  #handleServerBack(): void {
    if (this.#state === 'waiting') this.#deadline.clear()
    if (this.#window.isOver) this.#end(failure('peer-gone'))
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
    this.#deadline.clear()
    this.#failure = reason
    this.#state = step(viewerTable, this.#state, 'end')
    this.#link?.close(reason?.code ?? 'session-ended')
    this.#link = null
    this.#return.stop()
    this.#doctor.stop()
    this.#relay?.close()
    this.#signaling.close()
    this.#publish()
    this.clear()
  }
}
