import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputStage } from './testing/input-stage.ts'
import { DOUBLE_TAP_MS, HOLD_MS } from './touch.ts'

let stage: InputStage
beforeEach(() => {
  stage = new InputStage()
})
afterEach(() => stage.close())

describe('fingers', () => {
  const touch = (type: string, ...points: readonly (readonly [number, number])[]): boolean => {
    const event = new Event(type, { cancelable: true })
    Object.assign(event, { touches: points.map(([clientX, clientY]) => ({ clientX, clientY })) })
    return stage.video.dispatchEvent(event)
  }

  it('tap', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [104, 100])
    touch('touchend')
    expect(stage.log).toEqual(['+left', '-left'])
  })

  it('tap twice at one place', () => {
    touch('touchstart', [100, 100])
    touch('touchend')
    touch('touchstart', [109, 96])
    touch('touchend')
    stage.clock.advance(DOUBLE_TAP_MS + 1)
    touch('touchstart', [109, 96])
    touch('touchend')
    const places = stage.sent.flatMap((draft) =>
      draft.type === 'button' && draft.pressed ? [draft.at.x] : [],
    )
    expect(places).toEqual([0.1005, 0.1005, 0.1095])
  })

  it('rest, for the right button', () => {
    touch('touchstart', [100, 100])
    stage.clock.advance(HOLD_MS)
    touch('touchend')
    expect(stage.log.filter((entry) => entry !== 'held')).toEqual(['+right', '-right'])
  })

  it('drag', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchmove', [200, 100])
    touch('touchend')
    expect(stage.log).toEqual(['+left', 'move', 'move', '-left'])
  })

  it('scroll, two of them', () => {
    touch('touchstart', [100, 100])
    touch('touchstart', [100, 100], [150, 100])
    expect(touch('touchmove', [100, 50], [150, 50])).toBe(false)
    touch('touchend')
    expect(stage.sent).toMatchObject([{ type: 'wheel', dx: 0, dy: 60 }])
  })

  it('pinch, which is the browser’s business', () => {
    touch('touchstart', [100, 100])
    touch('touchstart', [100, 100], [150, 100])
    expect(touch('touchmove', [50, 100], [200, 100])).toBe(true)
    expect(touch('touchmove', [10, 100], [240, 160])).toBe(true)
    touch('touchend', [10, 100])
    touch('touchend')
    expect(stage.sent).toEqual([])
  })

  it('that drag let go when a second one joins, or the browser takes over', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchstart', [150, 100], [300, 100])
    touch('touchend')
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchcancel')
    expect(stage.log).toEqual(['+left', 'move', '-left', '+left', 'move', '-left'])
  })
})
