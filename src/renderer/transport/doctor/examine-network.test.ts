import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { examineNetwork } from './examine-network.ts'

/**
 * What a server makes of a question: the address and port it sees, or nothing; `refused` is reported as an error, and
 * an address that is `as-it-is` is not told at all.
 */
type Behaviour = readonly [address: string, port: number] | 'silent' | 'refused' | 'as-it-is'

/** What each server does; those not named are silent. */
let behaviours: Readonly<Record<string, Behaviour>> = {}

/** A browser's gathering: what it has seen already it does not say again. */
class FakeConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'new'
  readonly #urls: readonly string[]
  readonly #showsAll: boolean

  constructor({ iceServers = [], iceTransportPolicy }: RTCConfiguration) {
    super()
    if (iceServers.some(({ urls }) => [urls].flat().includes('turn:')))
      throw new DOMException('', 'SyntaxError')
    this.#showsAll = iceTransportPolicy !== 'relay'
    this.#urls = iceServers.flatMap(({ urls }) => urls)
  }

  createDataChannel(): void {
    // Only asked for, so that there is something to gather for.
  }

  close(): void {
    // Nothing is held.
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve()
    if (this.#urls.includes('turn:odd.example')) throw new DOMException('', 'OperationError')
    if (this.#showsAll) this.#tell('host', '8b1c.local', 5000)
    const told = new Set<string>()
    for (const url of this.#urls) {
      const behaviour = behaviours[url] ?? 'silent'
      if (behaviour === 'refused') this.dispatchEvent(new Event('icecandidateerror'))
      else if (typeof behaviour !== 'string' && !told.has(behaviour.join())) {
        told.add(behaviour.join())
        this.#tell(url.startsWith('turn') ? 'relay' : 'srflx', ...behaviour)
      }
    }
    if (this.#urls.some((url) => (behaviours[url] ?? 'silent') === 'silent')) return
    this.iceGatheringState = 'complete'
    this.#say(null)
  }

  #tell(type: RTCIceCandidateType, address: string, port: number): void {
    this.#say({ candidate: 'candidate:', type, address, port, relatedAddress: '0.0.0.0', relatedPort: 0 })
  }

  #say(candidate: object | null): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('RTCPeerConnection', FakeConnection)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const examine = async (known: typeof behaviours, urls: readonly string[], isWhole = true) => {
  behaviours = known
  const examined = examineNetwork({ servers: [{ urls: [...urls] }], isWhole })
  await vi.runAllTimersAsync()
  return (await examined).measured
}

const [one, other] = ['stun:a.example', 'stun:a.example:3479']

describe('the mapping', () => {
  it.each<[string, Readonly<Record<string, Behaviour>>, readonly string[], string]>([
    [
      'is steady where two servers see one port',
      { [one]: ['203.0.113.9', 1], [other]: ['203.0.113.9', 1] },
      [one, other],
      'steady',
    ],
    [
      'is changing where two servers see two',
      { [one]: ['203.0.113.9', 1], [other]: ['203.0.113.9', 2] },
      [one, other],
      'changing',
    ],
    ['is not known where only one of two answers', { [one]: ['203.0.113.9', 1] }, [one, other], 'unknown'],
    [
      'is not known where the other one cannot be reached',
      { [one]: ['203.0.113.9', 1], [other]: 'refused' },
      [one, other],
      'unknown',
    ],
    [
      'is not known where the other one answers over IPv6',
      { [one]: ['203.0.113.9', 1], [other]: ['2001:db8::9', 5000] },
      [one, other],
      'unknown',
    ],
    [
      'is not known where two names are one place',
      { [one]: ['203.0.113.9', 1], 'stun:A.example:3478': ['203.0.113.9', 1] },
      [one, 'stun:A.example:3478'],
      'unknown',
    ],
    [
      'is told by two, whatever a third one does',
      { [one]: ['203.0.113.9', 1], [other]: ['203.0.113.9', 2] },
      [one, other, 'stun:b.example'],
      'changing',
    ],
  ])('%s', async (_what, known, urls, mapping) => {
    expect((await examine(known, urls)).mapping).toBe(mapping)
  })
})

describe('servers', () => {
  it('answer, or are silent, each over its protocol', async () => {
    const urls = [one, 'turn:t.example', 'turn:t.example?transport=tcp', 'turns:t.example?transport=tcp']
    const { stun, relay, hidesLocalAddresses } = await examine(
      { [one]: ['203.0.113.9', 1], 'turns:t.example?transport=tcp': ['198.51.100.1', 49_152] },
      urls,
    )
    expect(stun.kind).toBe('answered')
    expect(relay).toMatchObject({
      udp: { kind: 'silent' },
      tcp: { kind: 'silent' },
      tls: { kind: 'answered' },
    })
    expect(hidesLocalAddresses).toBe(true)
  })

  it('are silent where the browser can make nothing of them, whatever the others do', async () => {
    const { stun, relay } = await examine(
      { [one]: ['203.0.113.9', 1], 'turn:t.example': ['198.51.100.1', 49_152] },
      [one, 'turn:', 'turn:t.example'],
    )
    expect(stun.kind).toBe('answered')
    expect(relay.udp.kind).toBe('answered')
    expect((await examine({}, ['turn:'])).relay.udp.kind).toBe('silent')
  })

  it('are silent where gathering fails, whatever the others do', async () => {
    const { stun, relay } = await examine({ [one]: ['203.0.113.9', 1] }, [one, 'turn:odd.example'])
    expect(stun.kind).toBe('answered')
    expect(relay.udp.kind).toBe('silent')
  })

  it('answer where this device is seen as it is', async () => {
    expect((await examine({ [one]: 'as-it-is' }, [one])).stun.kind).toBe('answered')
    expect((await examine({ [one]: 'refused' }, [one])).stun.kind).toBe('silent')
  })

  it('are none, or not known, where there is nobody to ask', async () => {
    const none = { kind: 'not-offered' }
    const unknown = { kind: 'unknown' }
    expect(await examine({}, [])).toMatchObject({ stun: none, relay: { udp: none, tcp: none, tls: none } })
    expect(await examine({}, [one], false)).toMatchObject({
      stun: { kind: 'silent' },
      relay: { udp: unknown, tcp: unknown, tls: unknown },
    })
  })
})
