import { noIceServers, withServers, type IceServers } from '../transport/ice-servers.ts'
import type { Membership } from '../transport/signaling-client.ts'
import type { SessionDeps } from './deps.ts'

/**
 * What is left of the life of credentials that are good enough for a new link, in milliseconds. A TURN server looks at
 * it whenever a relay is opened; a link that is not up by then has failed (`LINKING_TIMEOUT_MS`).
 */
export const NEEDED_LIFE_MS = 60_000
/** How long fresh credentials are waited for where a link has others, in milliseconds: somebody has no picture. */
export const PATIENCE_MS = 1_500

export interface IceSupplyOptions {
  readonly deps: Pick<SessionDeps, 'fetchIceServers' | 'ownIceServers' | 'clock'>
  /** Null while the server knows nobody here. */
  readonly membership: () => Membership | null
}

/**
 * The STUN and TURN servers of one member. Their credentials live for minutes, a session for hours and a request to join
 * for as long as it takes somebody to answer it: so they are looked at before they are used, and asked for anew. What was
 * given last stays in use while the server cannot be asked. The person's own are added as they are at that moment.
 */
export class IceSupply {
  readonly #options: IceSupplyOptions
  #latest = noIceServers
  /** The last that were whole. */
  #good = noIceServers
  #goodUntilMs = 0
  #asking: Promise<void> | null = null

  constructor(options: IceSupplyOptions) {
    this.#options = options
  }

  /** Asks ahead: a link will be wanted, perhaps at once and perhaps much later. */
  prepare(): void {
    void this.#ask()
  }

  /** For a link that begins now. Without any from the server, two sides on one network still connect. */
  async forLink(): Promise<IceServers> {
    await this.#asking
    if (this.#lifeMs < NEEDED_LIFE_MS) await this.#ask()
    return this.#current
  }

  /**
   * For another path of a link, with credentials that are good for it where they can be had soon enough. Otherwise not
   * whole: the link then keeps its own, and its next search asks again. Searches are many, and the server counts questions.
   */
  async forPath(): Promise<IceServers> {
    if (this.#lifeMs < NEEDED_LIFE_MS) await this.#atMost(PATIENCE_MS, this.#ask())
    return this.#current
  }

  /** On another network, what was asked over the one before may never be answered. */
  handleNetworkChange(): void {
    this.#asking = null
  }

  /** For how long the credentials at hand still open relays. */
  get #lifeMs(): number {
    return this.#goodUntilMs - this.#options.deps.clock.now()
  }

  get #current(): IceServers {
    const { ownIceServers } = this.#options.deps
    return withServers(ownIceServers(), this.#lifeMs > 0 ? this.#good : this.#latest)
  }

  #atMost(delayMs: number, asked: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.deps.clock.after(delayMs, resolve)
      void asked.then(() => {
        cancel()
        resolve()
      })
    })
  }

  /** One question at a time, however many wait for the answer. */
  #ask(): Promise<void> {
    if (this.#asking) return this.#asking
    const asking = this.#fetch().finally(() => {
      if (this.#asking === asking) this.#asking = null
    })
    this.#asking = asking
    return asking
  }

  async #fetch(): Promise<void> {
    const { deps, membership } = this.#options
    const current = membership()
    // Counted from before the question: the answer takes part of the time.
    const askedAtMs = deps.clock.now()
    // What has expired is no answer to this question.
    this.#latest = noIceServers
    if (!current) return
    const offer = await deps.fetchIceServers(current)
    if (!offer.isWhole) return
    this.#latest = offer
    this.#good = offer
    this.#goodUntilMs = askedAtMs + offer.lifeMs
  }
}
