import type { Clock } from '#shared/clock.ts'
import { codeToFragment, drawSecret, formatCode, type Code, type RandomBytes } from '#shared/code.ts'
import type { Failure } from '#shared/errors.ts'
import { Tries } from '#shared/pairing/tries.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'
import type { CodeSnapshot } from '../snapshots.ts'

/** A code together with what guessing at it may still cost. */
export interface LiveCode {
  readonly code: Code
  readonly tries: Tries
}

export interface HostCodeOptions {
  /** Asks the server for a fresh room number; the old one dies with it. */
  readonly requestRoom: () => Promise<Result<Reply<'code:renew'>>>
  readonly random: RandomBytes
  readonly clock: Clock
  readonly onChange: () => void
}

/**
 * The code that a host shows: room number from the server, secret drawn here and never sent. Each code gets a new
 * secret, works for one viewer, and dies after its time or too many wrong tries.
 */
export class HostCode {
  readonly #options: HostCodeOptions
  #live: LiveCode | null = null
  #snapshot: CodeSnapshot = { kind: 'requesting' }
  #cancelExpiry: () => void = () => undefined
  /** Whether there was a wrong proof since the person last asked for a code, or a right proof came in. */
  #suspected = false
  /** Counts renewals, so that an answer that comes late for an older one is dropped. */
  #generation = 0

  constructor(options: HostCodeOptions) {
    this.#options = options
  }

  /** What to prove against; null while there is no code. */
  get current(): LiveCode | null {
    return this.#live
  }

  /** What a claim on a code that is no more is proved against: right for nobody, and no try left. */
  drawDud(): LiveCode {
    const tries = new Tries()
    tries.burn()
    return { code: { room: '00000', secret: drawSecret(this.#options.random) }, tries }
  }

  get snapshot(): CodeSnapshot {
    return this.#snapshot
  }

  /** A wrong proof came in: from here on, only the person may draw a new code. */
  suspect(): void {
    this.#suspected = true
  }

  /**
   * Shows a code for a room that the server gave by itself. After a wrong try there is none without a click: each new
   * code brings new tries, and a hostile server, which knows every room, must not get them for nothing.
   */
  offer(room: Reply<'code:renew'>): void {
    if (this.#snapshot.kind === 'withdrawn') return
    if (this.#suspected) this.burn()
    else this.open(room)
  }

  /** Shows a code for a room that the server has just given. */
  open({ room, codeTtlMs }: Reply<'code:renew'>): void {
    const { clock, random } = this.#options
    this.#generation++
    this.#cancelExpiry()
    const code: Code = { room, secret: drawSecret(random) }
    this.#cancelExpiry = clock.after(codeTtlMs, () => this.#set(null, { kind: 'expired' }))
    this.#set(
      { code, tries: new Tries() },
      {
        kind: 'ready',
        text: formatCode(code),
        fragment: codeToFragment(code),
        expiresAt: clock.now() + codeTtlMs,
      },
    )
  }

  /** Replaces the code; the old one is useless from this moment on, whatever the server does. */
  async renew(): Promise<void> {
    const generation = ++this.#generation
    this.#suspected = false
    this.#cancelExpiry()
    this.#set(null, { kind: 'requesting' })
    const room = await this.#options.requestRoom()
    if (generation !== this.#generation) return
    if (room.ok) this.open(room.value)
    else this.fail(room.error)
  }

  /** Withdraws the code until the person asks for a new one. */
  burn(): void {
    this.#generation++
    this.#cancelExpiry()
    this.#set(null, { kind: 'burnt' })
  }

  /** Withdraws the code, because a stranger asked for it; again, only the person may draw a new one. */
  withdraw(): void {
    this.#suspected = true
    this.#generation++
    this.#cancelExpiry()
    this.#set(null, { kind: 'withdrawn' })
  }

  /** Withdraws the code for good. */
  close(): void {
    this.#generation++
    this.#cancelExpiry()
    this.#live?.tries.burn()
    this.#live = null
  }

  /** There is no code to be had now; the person may ask again. */
  fail(error: Failure): void {
    this.#cancelExpiry()
    this.#set(null, { kind: 'unavailable', failure: error })
  }

  /** The old code is burnt, also for those who are proving it at this moment. */
  #set(live: LiveCode | null, snapshot: CodeSnapshot): void {
    this.#live?.tries.burn()
    this.#live = live
    this.#snapshot = snapshot
    this.#options.onChange()
  }
}
