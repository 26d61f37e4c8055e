import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import type { HostControl as HostMessage } from '#shared/protocol/control-messages.ts'
import { toRemoteGrant, type ControlLevel, type LocalGrant } from '#shared/protocol/grants.ts'
import type { Input, PlacedInput } from '#shared/protocol/input.ts'
import type { HostControlChannel } from '../../transport/host-control-channel.ts'
import type { ControlAuthority } from './control-authority.ts'
import type { HostControlSnapshot } from '../snapshots.ts'

export interface HostControlEvents {
  changed: []
  /** A viewer that may point, and no more, moved its pointer or pressed a button. */
  pointed: [guestId: string, input: PlacedInput]
}

/** What a viewer has been told, as JSON and by the message's type, so that it hears of changes alone. */
type Told = Map<HostMessage['type'], string>

/** Viewers' control at the host: carries what they do to the authority, and what that decides back to them. */
export class HostControl extends Emitter<HostControlEvents> {
  readonly #authority: ControlAuthority
  readonly #clock: Clock
  readonly #channels = new Map<string, { readonly channel: HostControlChannel; readonly told: Told }>()

  constructor(authority: ControlAuthority, clock: Clock) {
    super()
    this.#authority = authority
    this.#clock = clock
    authority.onChanged(() => {
      for (const guestId of this.#channels.keys()) this.#tell(guestId)
      this.emit('changed')
    })
  }

  get snapshot(): HostControlSnapshot {
    const { availability, pointer, obstacle } = this.#authority.report
    return { availability, pointer, obstacle, answersHere: this.#authority.answersHere }
  }

  /** What a viewer may do now; one that never asked has nothing. */
  grantOf(guestId: string): LocalGrant {
    const entry = this.#authority.report.grants.find((it) => it.guestId === guestId)
    return entry?.grant ?? { state: 'none', reason: null }
  }

  /** A viewer's link is being made. */
  add(guestId: string, channel: HostControlChannel): void {
    this.#channels.set(guestId, { channel, told: new Map() })
    channel.on('opened', () => this.#tell(guestId))
    channel.on('requested', (level) => this.#authority.request(guestId, level))
    channel.on('gaveBack', () => this.#authority.end(guestId, 'given-back'))
    channel.on('input', (input) => this.#handleInput(guestId, input))
  }

  handleLink(guestId: string, change: 'interrupted' | 'restored'): void {
    if (this.#channels.has(guestId)) this.#authority.handleLink(guestId, change)
  }

  /** A viewer is gone. */
  remove(guestId: string): void {
    if (this.#channels.delete(guestId)) this.#authority.end(guestId, 'disconnected')
  }

  offer(guestId: string, level: ControlLevel): void {
    if (this.#channels.has(guestId)) this.#authority.offer(guestId, level)
  }

  answer(guestId: string, isAllowed: boolean): void {
    this.#authority.answer(guestId, isAllowed)
  }

  extend(guestId: string): void {
    this.#authority.extend(guestId)
  }

  revoke(guestId: string): void {
    this.#authority.end(guestId, 'revoked')
  }

  handlePicture(change: 'paused' | 'resumed' | 'replaced'): void {
    this.#authority.handlePicture(change)
  }

  close(): void {
    for (const guestId of [...this.#channels.keys()]) this.remove(guestId)
    this.#authority.close()
    this.clear()
  }

  #handleInput(guestId: string, input: Input): void {
    const { state } = this.grantOf(guestId)
    // Most of what main would refuse need not go there; whether the rest is allowed is main's to judge.
    if (state === 'none' || state === 'asked') return
    this.#authority.input(guestId, input)
    if ((state === 'pointing' || state === 'raising') && 'at' in input) this.emit('pointed', guestId, input)
  }

  #tell(guestId: string): void {
    const entry = this.#channels.get(guestId)
    if (!entry?.channel.isOpen) return
    const { availability, pointer, obstacle } = this.#authority.report
    const grant = this.grantOf(guestId)
    this.#say(entry, { type: 'availability', availability }, availability)
    // Compared as it stands here: what is left of it changes with the time.
    this.#say(entry, { type: 'grant', grant: toRemoteGrant(grant, this.#clock.now()) }, grant)
    this.#say(entry, { type: 'pointer', check: pointer }, pointer)
    this.#say(entry, { type: 'obstacle', obstacle }, obstacle)
  }

  #say(
    { channel, told }: { readonly channel: HostControlChannel; readonly told: Told },
    message: HostMessage,
    content: unknown,
  ): void {
    const text = JSON.stringify(content)
    if (told.get(message.type) === text) return
    told.set(message.type, text)
    channel.send(message)
  }
}
