import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import type { HostControl } from '#shared/protocol/control-messages.ts'
import type {
  ControlAvailability,
  ControlLevel,
  ControlObstacle,
  LocalGrant,
  PointerCheck,
  RemoteGrant,
} from '#shared/protocol/grants.ts'
import type { InputDraft } from '#shared/protocol/input.ts'
import type { PeerLink } from '../../transport/peer-link.ts'
import { ViewerControlChannel, type RequestFrame } from '../../transport/viewer-control-channel.ts'
import type { ViewerControlSnapshot } from '../snapshots.ts'

export interface ViewerControlEvents {
  changed: []
}

export interface ViewerControlOptions {
  readonly link: Pick<PeerLink, 'openChannel'>
  readonly clock: Clock
  readonly requestFrame: RequestFrame
}

/** Kinds of input that a viewer with `point` sends; the rest stays on its own side. */
const pointingInputs: ReadonlySet<InputDraft['type']> = new Set(['move', 'button'])

/** Lets go of something, or says what is held: right also while the host's person has mouse and keyboard. */
const letsGo = (draft: InputDraft): boolean =>
  draft.type === 'release-all' ||
  draft.type === 'held' ||
  ((draft.type === 'key' || draft.type === 'button') && !draft.pressed)

/** What a host lets this viewer do, and the way there for what mouse and keyboard do. */
export class ViewerControl extends Emitter<ViewerControlEvents> {
  readonly #clock: Clock
  readonly #channel: ViewerControlChannel
  #availability: ControlAvailability | null = null
  #grant: LocalGrant = { state: 'none', reason: null }
  #pointer: PointerCheck = { kind: 'unchecked' }
  /** Hosts of earlier versions never tell. */
  #obstacle: ControlObstacle | null = null
  #isInterrupted = false

  constructor({ link, clock, requestFrame }: ViewerControlOptions) {
    super()
    this.#clock = clock
    this.#channel = new ViewerControlChannel(link, requestFrame, clock)
    this.#channel.on('received', (message) => this.#handleMessage(message))
  }

  /** Null until the host has said what can be had; hosts of another version never do. */
  get snapshot(): ViewerControlSnapshot | null {
    return (
      this.#availability && {
        availability: this.#availability,
        grant: this.#grant,
        pointer: this.#pointer,
        obstacle: this.#obstacle,
      }
    )
  }

  /** Asks the host's person. */
  request(level: ControlLevel): void {
    this.#channel.say({ type: 'request', level })
  }

  /** Ends what this viewer has, or the question for it. */
  giveBack(): void {
    this.#channel.say({ type: 'give-back' })
  }

  /** Sends what mouse or keyboard do, as far as there is a grant for it. */
  send(draft: InputDraft): void {
    // It would be done when the connection is back, all at once.
    if (this.#isInterrupted) return
    const { state } = this.#grant
    const isAllowed =
      state === 'controlling' ||
      (state === 'paused' && letsGo(draft)) ||
      ((state === 'pointing' || state === 'raising') && pointingInputs.has(draft.type))
    if (isAllowed) this.#channel.send(draft)
  }

  /** The connection is interrupted, or stands. */
  handleLink(change: 'interrupted' | 'restored'): void {
    const wasInterrupted = this.#isInterrupted
    this.#isInterrupted = change === 'interrupted'
    if (this.#isInterrupted) this.#channel.drop()
    // The host may have noticed, and what it says of that be still on its way.
    else if (wasInterrupted) this.#answer()
  }

  close(): void {
    this.#channel.close()
    this.clear()
  }

  #handleMessage(message: HostControl): void {
    switch (message.type) {
      case 'availability':
        this.#availability = message.availability
        break
      case 'grant':
        this.#grant = toLocalGrant(message.grant, this.#clock.now())
        // Also at a pause: the rest of a paste would go on later, into whatever the person has clicked meanwhile.
        if (this.#grant.state !== 'controlling') this.#channel.drop()
        break
      case 'pointer':
        this.#pointer = message.check
        break
      case 'obstacle':
        this.#obstacle = message.obstacle
        // The host has dropped what it had of a text; the rest would be typed with a hole before it.
        if (message.obstacle === 'own-window') this.#channel.drop()
        if (message.obstacle === 'text-cut' || message.obstacle === 'interrupted') this.#answer()
        break
    }
    this.emit('changed')
  }

  /** Tells the host that what comes from now on was done after it has dropped something, and with that in mind. */
  #answer(): void {
    this.send({ type: 'release-all' })
  }
}

const toLocalGrant = (grant: RemoteGrant, now: number): LocalGrant => {
  if (!('remainingMs' in grant)) return grant
  const { remainingMs, ...rest } = grant
  return { ...rest, expiresAt: remainingMs === null ? null : now + remainingMs }
}
