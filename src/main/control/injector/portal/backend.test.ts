import { beforeEach, describe, expect, it } from 'vitest'
import { evdevCodes } from '../keys/evdev.ts'
import { PortalBackend, type Session } from './backend.ts'

/** Each message waits for the reply to the one before, as the session has it. */
class SlowSession implements Session {
  readonly size = { width: 1920, height: 1080 }
  readonly sent: string[] = []
  isClosed = false
  drops = 0
  refuses = false
  #last: Promise<void> = Promise.resolve()

  move(at: () => { readonly x: number; readonly y: number }): Promise<void> {
    return this.#send(() => `move ${String(at().x)},${String(at().y)}`)
  }
  button(button: number, pressed: boolean): Promise<void> {
    return this.#send(() => `button ${button.toString(16)} ${String(pressed)}`)
  }
  scroll(axis: string, notches: number): Promise<void> {
    return this.#send(() => `${axis} ${String(notches)}`)
  }
  key(code: number, pressed: boolean): Promise<void> {
    return this.#send(() => `key ${String(code)} ${String(pressed)}`)
  }
  symbol(keysym: number, pressed: boolean): Promise<void> {
    return this.#send(() => `symbol ${keysym.toString(16)} ${String(pressed)}`)
  }
  drop(): void {
    this.drops += 1
  }
  async close(): Promise<void> {
    await this.#last
    this.isClosed = true
  }

  #send(write: () => string): Promise<void> {
    const done = this.#last.then(() => {
      this.sent.push(write())
      if (this.refuses) throw new Error('Invalid position')
    })
    this.#last = done.catch(() => undefined)
    return done
  }
}

let session: SlowSession
let heard: string[]
let backend: PortalBackend
const wanted = new AbortController().signal

beforeEach(() => {
  session = new SlowSession()
  heard = []
  backend = new PortalBackend(session, {
    onRefused: () => heard.push('refused'),
    onUncertainText: () => heard.push('uncertain'),
    onClosed: () => heard.push('closed'),
  })
})

describe('the portal', () => {
  it('is told every button by its number in Linux', async () => {
    for (const button of ['left', 'right', 'middle', 'back', 'forward'] as const) backend.button(button, true)
    await backend.close()
    expect(session.sent).toEqual(
      [0x110, 0x111, 0x112, 0x113, 0x114].map((it) => `button ${it.toString(16)} true`),
    )
    expect(session.isClosed).toBe(true)
  })

  it('is told nothing twice: what is down stays down, what is up is not released', async () => {
    backend.key('KeyA', false)
    backend.key('KeyA', true)
    backend.key('KeyA', true)
    backend.button('left', false)
    backend.key('KeyA', false)
    await backend.close()
    expect(session.sent).toEqual([
      `key ${String(evdevCodes.KeyA)} true`,
      `key ${String(evdevCodes.KeyA)} false`,
    ])
  })

  it('turns the wheel by whole notches, and keeps what is left', async () => {
    backend.wheel(60, -300)
    backend.wheel(60, -60)
    await backend.close()
    expect(session.sent).toEqual(['vertical -2', 'horizontal 1', 'vertical -1'])
  })

  it('is told the newest of the moves that wait, and clicks where they were meant', async () => {
    for (let x = 0; x < 100; x += 1) backend.move({ x, y: 0 })
    backend.button('left', true)
    for (let x = 100; x < 200; x += 1) backend.move({ x, y: 0 })
    backend.button('left', false)
    await backend.close()
    expect(session.sent).toEqual(['move 99,0', 'button 110 true', 'move 199,0', 'button 110 false'])
    expect(heard).toEqual([])
  })

  it('is told of a move anew after one that waited was dropped', async () => {
    backend.move({ x: 1, y: 0 })
    backend.drop()
    backend.move({ x: 2, y: 0 })
    await backend.close()
    expect(session.drops).toBe(1)
    expect(session.sent.at(-1)).toBe('move 2,0')
  })

  it('gets characters as keysyms, each pressed and released', async () => {
    await backend.text('a~\t', wanted)
    expect(session.sent).toEqual(
      ['61', '7e', 'ff09'].flatMap((keysym) => [`symbol ${keysym} true`, `symbol ${keysym} false`]),
    )
    expect(heard).toEqual([])
  })

  it.each(['é', '한', '👍', 'a₩'])('may have no key for %s, which is said', async (text) => {
    await backend.text(text, wanted)
    expect(heard).toEqual(['uncertain'])
  })

  it('types no further than what is under way once the text is given up', async () => {
    const giveUp = new AbortController()
    const typing = backend.text('x'.repeat(100), giveUp.signal)
    giveUp.abort()
    await expect(typing).rejects.toThrow()
    await backend.close()
    expect(session.sent.length).toBeLessThanOrEqual(32)
    expect(session.sent.at(-1)).toBe('symbol 78 false')
  })

  it('may refuse, and the next is told all the same', async () => {
    session.refuses = true
    backend.move({ x: 5000, y: 0 })
    backend.button('left', true)
    await backend.close()
    expect(session.sent).toHaveLength(2)
    expect(heard).toEqual(['refused', 'refused'])
  })

  it('knows neither where the pointer is nor what the person does', () => {
    expect(backend.cursor()).toBeNull()
    expect(backend.tookLocalInput()).toBe(false)
    expect(backend.screen).toEqual({ width: 1920, height: 1080 })
  })
})
