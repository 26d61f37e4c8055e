import { beforeEach, describe, expect, it } from 'vitest'
import { encodeControl, type HostControl } from '#shared/protocol/control-messages.ts'
import { TEXT_ALLOWANCE, type Input } from '#shared/protocol/input.ts'
import { encodeMotion } from '#shared/protocol/motion.ts'
import { LinkChannel } from './link-channel.ts'
import { createControlPair } from './testing/control-pair.ts'
import { FakeDataChannel } from './testing/fake-data-channel.ts'

let pair: ReturnType<typeof createControlPair>
beforeEach(() => {
  pair = createControlPair()
})

const at = (x: number) => ({ x, y: 0.5 })
const typed = (inputs: readonly Input[]) =>
  inputs.map((input) => (input.type === 'text' ? input.text : '')).join('')
const placesOf = (inputs: readonly Input[]) =>
  inputs.map((input) => ('at' in input ? `${input.type} ${input.at.x.toFixed(2)}` : input.type))

describe('a long paste', () => {
  const pieces = Array.from({ length: 30 }, (_, index) => String(index % 10).repeat(1_000))
  const paste = (): void => {
    for (const text of pieces) pair.viewer.send({ type: 'text', text })
    pair.viewer.send({ type: 'key', code: 'Enter', pressed: true })
  }

  it('arrives whole and in order, no faster than hosts take it, and before what comes after it', () => {
    paste()
    expect(typed(pair.inputs).length).toBeLessThanOrEqual(TEXT_ALLOWANCE.burst)
    pair.clock.advance(10_000)
    const length = typed(pair.inputs).length
    expect(length).toBeGreaterThan(TEXT_ALLOWANCE.burst)
    expect(length).toBeLessThanOrEqual(TEXT_ALLOWANCE.burst + 10 * TEXT_ALLOWANCE.perSecond)
    pair.clock.advance(60_000)
    expect(typed(pair.inputs)).toBe(pieces.join(''))
    expect(pair.inputs.at(-1)).toMatchObject({ type: 'key', code: 'Enter' })
    expect(pair.clock.pending).toBe(0)
  })

  it('holds up neither what is held nor the pointer', () => {
    paste()
    pair.viewer.send({ type: 'held', keys: [], buttons: [] })
    pair.viewer.send({ type: 'move', at: at(0.5) })
    expect(placesOf(pair.inputs).slice(-2)).toEqual(['held', 'move 0.50'])
  })

  it.each(['release-all', 'the end of the grant'])('stops at %s', (how) => {
    paste()
    if (how === 'release-all') pair.viewer.send({ type: 'release-all' })
    else pair.viewer.drop()
    const length = pair.inputs.length
    pair.clock.advance(60_000)
    expect(pair.inputs).toHaveLength(length)
    pair.viewer.send({ type: 'text', text: 'next' })
    expect(pair.inputs.at(-1)).toEqual({ type: 'text', text: 'next' })
  })
})

describe('moves', () => {
  it('go out at once, then the newest of each frame', () => {
    for (const x of [0.1, 0.2, 0.3]) pair.viewer.send({ type: 'move', at: at(x) })
    expect(placesOf(pair.inputs)).toEqual(['move 0.10'])
    pair.paint()
    expect(placesOf(pair.inputs)).toEqual(['move 0.10', 'move 0.30'])
    pair.paint()
    expect(pair.isWaitingForFrame).toBe(false)
    pair.viewer.send({ type: 'move', at: at(0.4) })
    expect(placesOf(pair.inputs)).toEqual(['move 0.10', 'move 0.30', 'move 0.40'])
  })

  it('wait on a slow link, and only the newest is left', () => {
    pair.motion.bufferedAmount = 9
    for (const x of [0.1, 0.2, 0.3]) {
      pair.viewer.send({ type: 'move', at: at(x) })
      pair.paint()
    }
    expect(pair.inputs).toEqual([])
    pair.motion.bufferedAmount = 0
    pair.paint()
    expect(placesOf(pair.inputs)).toEqual(['move 0.30'])
  })

  it('never hold up a click, which has its own place, nor follow it when they are older', () => {
    pair.motion.bufferedAmount = 9
    pair.viewer.send({ type: 'move', at: at(0.1) })
    pair.viewer.send({ type: 'button', button: 'left', pressed: true, at: at(0.2) })
    expect(placesOf(pair.inputs)).toEqual(['button 0.20'])
    pair.motion.bufferedAmount = 0
    pair.paint()
    expect(placesOf(pair.inputs)).toEqual(['button 0.20'])
  })

  it('that come late, twice or out of order are dropped', () => {
    const come = (sequence: number) => pair.hostMotion.receive(encodeMotion({ at: at(0.5), sequence }).buffer)
    for (const sequence of [5, 3, 5, 7, 6]) come(sequence)
    expect(pair.inputs.map((input) => ('sequence' in input ? input.sequence : null))).toEqual([5, 7])
  })

  it('that wait are forgotten when the grant goes', () => {
    pair.motion.bufferedAmount = 9
    pair.viewer.send({ type: 'move', at: at(0.1) })
    pair.viewer.drop()
    pair.motion.bufferedAmount = 0
    pair.paint()
    expect(pair.inputs).toEqual([])
  })
})

describe('the wheel', () => {
  const turn = (dy: number) => pair.viewer.send({ type: 'wheel', dx: 0, dy, at: at(0.5) })
  const turned = () => pair.inputs.flatMap((input) => (input.type === 'wheel' ? [input.dy] : []))

  it('is summed within a frame, and loses nothing', () => {
    for (const dy of [120, 60, 60, -120]) turn(dy)
    pair.paint()
    expect(turned()).toEqual([120, 0])
  })

  it('waits on a slow link, and goes out before a click that came later', () => {
    pair.control.bufferedAmount = 10_000
    turn(120)
    turn(120)
    expect(turned()).toEqual([])
    pair.viewer.send({ type: 'button', button: 'left', pressed: true, at: at(0.5) })
    expect(pair.inputs.map(({ type }) => type)).toEqual(['wheel', 'button'])
    expect(turned()).toEqual([240])
  })
})

describe('keys', () => {
  const press = (pressed: boolean) => pair.viewer.send({ type: 'key', code: 'ArrowDown', pressed })

  it('repeat on a quick link, and leave repetitions out on a slow one', () => {
    press(true)
    press(true)
    expect(pair.inputs).toHaveLength(2)
    pair.control.bufferedAmount = 10_000
    press(true)
    expect(pair.inputs).toHaveLength(2)
    press(false)
    expect(pair.inputs.at(-1)).toEqual({ type: 'key', code: 'ArrowDown', pressed: false })
  })
})

describe('what comes from the other side', () => {
  it('is parsed: anything else than a message is dropped whole', () => {
    for (const data of [
      null,
      'x',
      '{"v":1,"is":{"type":"key","code":"Power","pressed":true}}',
      '{"v":2,"is":{}}',
    ])
      pair.hostControl.receive(data)
    for (const data of ['x', new ArrayBuffer(0), new ArrayBuffer(9), new ArrayBuffer(64)])
      pair.hostMotion.receive(data)
    const heard: HostControl[] = []
    pair.viewer.on('received', (message) => heard.push(message))
    pair.control.receive('{"v":1,"is":{"type":"grant","grant":{"state":"root"}}}')
    expect(pair.inputs).toEqual([])
    expect(heard).toEqual([])
  })

  it('is a question, its withdrawal, or an answer', () => {
    const said: string[] = []
    pair.host.on('requested', (level) => said.push(level))
    pair.host.on('gaveBack', () => said.push('gave back'))
    pair.viewer.say({ type: 'request', level: 'control' })
    pair.viewer.say({ type: 'give-back' })
    expect(said).toEqual(['control', 'gave back'])

    const heard: HostControl[] = []
    pair.viewer.on('received', (message) => heard.push(message))
    const answer: HostControl = { type: 'grant', grant: { state: 'none', reason: 'denied' } }
    pair.host.send(answer)
    expect(heard).toEqual([answer])
  })
})

describe('a channel of a link', () => {
  const release = encodeControl({ type: 'release-all' })

  it('holds everything back until the certificate is checked', () => {
    const data = new FakeDataChannel()
    const channel = new LinkChannel(data)
    const events: unknown[] = []
    channel.on('opened', () => events.push('opened'))
    channel.on('received', (message) => events.push(message))
    data.open()
    data.receive(release)
    expect(channel.send(release)).toBe(false)
    expect(events).toEqual([])
    channel.trust()
    channel.trust()
    expect(events).toEqual(['opened', release])
    expect(channel.send(release)).toBe(true)
  })

  it('holds back only so much', () => {
    const data = new FakeDataChannel()
    const channel = new LinkChannel(data)
    let count = 0
    channel.on('received', () => count++)
    for (let i = 0; i < 1000; i++) data.receive(release)
    channel.trust()
    expect(count).toBe(16)
  })

  it('that is full or closed says so, and throws nothing', () => {
    const data = new FakeDataChannel()
    const channel = new LinkChannel(data)
    channel.trust()
    expect(channel.send(release)).toBe(false)
    data.open()
    data.isFull = true
    expect(channel.send(release)).toBe(false)
  })
})
