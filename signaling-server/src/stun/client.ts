import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../../src/shared/clock.ts'
import { err, ok, type Result } from '../../../src/shared/result.ts'
import type { TurnCredentials } from '../turn-credentials.ts'
import {
  decodeXorAddress,
  encodeXorAddress,
  families,
  type Family,
  type TransportAddress,
} from './address.ts'
import { openChannel, type Channel } from './channel.ts'
import {
  attributes,
  decodeResponse,
  encodeRequest,
  errorNumber,
  TRANSACTION_ID_BYTES,
  type AttributeName,
  type Method,
  type StunResponse,
} from './message.ts'
import type { ServerAddress } from './url.ts'

/** Why a request came to nothing: no way there, no answer in time, a wrong answer, or the server's own number. */
export type StunError =
  | { readonly kind: 'unreachable' | 'timeout' | 'malformed' }
  | { readonly kind: 'refused'; readonly code: number }

export interface StunClientOptions {
  readonly server: ServerAddress
  readonly credentials?: TurnCredentials
  readonly clock: Clock
}

type Attribute = readonly [AttributeName, Buffer]
type AttributesFor = (transactionId: Buffer) => readonly Attribute[]

/** Requests under way, by transaction; null tells that the connection broke. */
type Waiting = Map<string, (message: Buffer | null) => void>

/** What the server asks to be signed with, from its latest challenge. */
interface Challenge {
  readonly realm: Buffer
  readonly nonce: Buffer
}

/** RFC 8489, section 6.2.1: the first repetition comes after 500 ms, each further one after twice the time. */
const FIRST_REPEAT_MS = 500
/** Far short of the RFC's 39.5 s: whoever asks wants to know now. */
const ANSWER_TIMEOUT_MS = 3_500
const CONNECT_TIMEOUT_MS = 3_500
/** UDP: the only transport of relayed packets that browsers ask for (RFC 8656, section 18.8). */
const REQUEST_UDP = Buffer.from([17, 0, 0, 0])

/** RFC 8489, section 9.2.2. */
const longTermKey = ({ username, credential }: TurnCredentials, realm: Buffer): Buffer =>
  createHash('md5').update(`${username}:`).update(realm).update(`:${credential}`).digest()

/** A client of one STUN or TURN server; its allocation, if it makes one, ends with `close`. */
export class StunClient {
  readonly #options: StunClientOptions
  readonly #waiting: Waiting
  readonly #channel: Channel
  #challenge: Challenge | null = null
  #isAllocated = false

  private constructor(options: StunClientOptions, channel: Channel, waiting: Waiting) {
    this.#options = options
    this.#channel = channel
    this.#waiting = waiting
  }

  /** Connects; `unreachable` or `timeout` where that is not to be had. */
  static async open(options: StunClientOptions): Promise<Result<StunClient, StunError>> {
    const giveUp = new AbortController()
    const cancel = options.clock.after(CONNECT_TIMEOUT_MS, () => giveUp.abort())
    const waiting: Waiting = new Map()
    const events = {
      onMessage: (message: Buffer) =>
        waiting.get(message.toString('hex', 8, 8 + TRANSACTION_ID_BYTES))?.(message),
      onBroken: () => {
        for (const settle of waiting.values()) settle(null)
      },
    }
    try {
      return ok(new StunClient(options, await openChannel(options.server, events, giveUp.signal), waiting))
    } catch {
      return err({ kind: giveUp.signal.aborted ? 'timeout' : 'unreachable' })
    } finally {
      cancel()
    }
  }

  /** This client's address as the server sees it. */
  async binding(): Promise<Result<TransportAddress, StunError>> {
    const response = await this.#request('binding', () => [], null)
    return response.ok ? this.#address(response.value, 'xorMappedAddress') : response
  }

  /** Asks for a relay (RFC 8656, section 7); gives its address. */
  async allocate(family: Family = 'ipv4'): Promise<Result<TransportAddress, StunError>> {
    const response = await this.#signed('allocate', () => [
      ['requestedTransport', REQUEST_UDP],
      ...(family === 'ipv6'
        ? ([['requestedAddressFamily', Buffer.from([families.ipv6, 0, 0, 0])]] as const)
        : []),
    ])
    if (!response.ok) return response
    this.#isAllocated = true
    return this.#address(response.value, 'xorRelayedAddress')
  }

  /** Asks to exchange packets with a peer (RFC 8656, section 10); `refused` with 403 where that peer is denied. */
  async permit(peer: TransportAddress): Promise<Result<void, StunError>> {
    const response = await this.#signed('createPermission', (transactionId) => [
      ['xorPeerAddress', encodeXorAddress(peer, transactionId)],
    ])
    return response.ok ? ok(undefined) : response
  }

  /** Asks the server to keep the relay for `seconds` more; 0 gives it back (RFC 8656, section 8). */
  async refresh(seconds: number): Promise<Result<void, StunError>> {
    const lifetime = Buffer.alloc(4)
    lifetime.writeUInt32BE(seconds)
    const response = await this.#signed('refresh', () => [['lifetime', lifetime]])
    if (!response.ok) return response
    if (seconds === 0) this.#isAllocated = false
    return ok(undefined)
  }

  /** Gives the relay back, if there is one, and closes the connection. */
  async close(): Promise<void> {
    if (this.#isAllocated) await this.refresh(0)
    this.#channel.close()
  }

  #address(response: StunResponse, name: AttributeName): Result<TransportAddress, StunError> {
    const address = decodeXorAddress(response.attributes.get(attributes[name]), response.transactionId)
    return address ? ok(address) : err({ kind: 'malformed' })
  }

  /** Signs a request; a challenge (401, or 438 for a nonce gone stale) is met once. */
  async #signed(method: Method, list: AttributesFor): Promise<Result<StunResponse, StunError>> {
    const before = this.#challenge
    const response = await this.#request(method, list, before)
    if (response.ok || response.error.kind !== 'refused') return response
    const isChallenge = response.error.code === 401 || response.error.code === 438
    return isChallenge && this.#challenge !== before ? this.#request(method, list, this.#challenge) : response
  }

  async #request(
    method: Method,
    list: AttributesFor,
    challenge: Challenge | null,
  ): Promise<Result<StunResponse, StunError>> {
    const { credentials } = this.#options
    const transactionId = randomBytes(TRANSACTION_ID_BYTES)
    const key = credentials && challenge ? longTermKey(credentials, challenge.realm) : undefined
    const proof: readonly Attribute[] =
      credentials && challenge
        ? [
            ['username', Buffer.from(credentials.username)],
            ['realm', challenge.realm],
            ['nonce', challenge.nonce],
          ]
        : []
    const message = encodeRequest({
      method,
      transactionId,
      attributes: [...list(transactionId), ...proof],
      ...(key && { key }),
    })
    const answer = await this.#exchange(transactionId, message)
    return answer.ok ? this.#judge(answer.value, method, key) : answer
  }

  #judge(message: Buffer, method: Method, key: Buffer | undefined): Result<StunResponse, StunError> {
    const response = decodeResponse(message, method)
    if (!response) return err({ kind: 'malformed' })
    // RFC 8489, section 9.2.5: what is signed must be signed right; only refusals may come unsigned.
    const isSigned = key ? response.isSignedWith(key) : null
    if (isSigned === false || (key && isSigned === null && !response.isError))
      return err({ kind: 'malformed' })
    if (!response.isError) return ok(response)
    const code = errorNumber(response.attributes.get(attributes.errorCode))
    if (code === undefined) return err({ kind: 'malformed' })
    const realm = response.attributes.get(attributes.realm)
    const nonce = response.attributes.get(attributes.nonce)
    // The same nonce again means that the credentials are what is wrong.
    if (realm && nonce && !this.#challenge?.nonce.equals(nonce)) this.#challenge = { realm, nonce }
    return err({ kind: 'refused', code })
  }

  #exchange(transactionId: Buffer, message: Buffer): Promise<Result<Buffer, StunError>> {
    const { clock } = this.#options
    const id = transactionId.toString('hex')
    return new Promise((resolve) => {
      let cancelRepeat = (): void => undefined
      const settle = (outcome: Result<Buffer, StunError>): void => {
        cancelRepeat()
        cancelTimeout()
        this.#waiting.delete(id)
        resolve(outcome)
      }
      const send = (repeatAfterMs: number): void => {
        this.#channel.send(message)
        if (this.#channel.isLossy) cancelRepeat = clock.after(repeatAfterMs, () => send(2 * repeatAfterMs))
      }
      const cancelTimeout = clock.after(ANSWER_TIMEOUT_MS, () => settle(err({ kind: 'timeout' })))
      this.#waiting.set(id, (answer) => settle(answer ? ok(answer) : err({ kind: 'unreachable' })))
      send(FIRST_REPEAT_MS)
    })
  }
}
