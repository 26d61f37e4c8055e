import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputStage } from './testing/input-stage.ts'

let stage: InputStage
beforeEach(() => {
  stage = new InputStage()
})
afterEach(() => stage.close())

const wheelEvent = (also: { ctrlKey?: boolean } = {}): Event =>
  Object.assign(new Event('wheel', { cancelable: true }), {
    deltaX: 0,
    deltaY: 100,
    deltaMode: 0,
    clientX: 100,
    clientY: 100,
    ctrlKey: false,
    ...also,
  })

describe('the mouse', () => {
  it('sends each button with its place, and moves without', () => {
    stage.mouse('pointermove', 100)
    stage.mouse('pointerdown', 250, 1)
    stage.mouse('pointermove', 300, 1)
    stage.mouse('pointermove', 300, 3)
    stage.mouse('pointermove', 300, 1)
    stage.mouse('pointerup', 400, 0)
    expect(stage.log).toEqual(['move', '+left', 'move', '+right', '-right', '-left'])
    expect(stage.sent[1]).toMatchObject({ at: { x: 0.2505 } })
  })

  it('presses Shift before the click that it was held for', () => {
    stage.down('Shift', 'ShiftLeft', { shiftKey: true })
    stage.mouse('pointerdown', 10, 1, { shiftKey: true })
    expect(stage.log).toEqual(['+ShiftLeft', '+left'])
  })

  it('drags on to the edge and beyond, but begins nothing outside', () => {
    stage.mouse('pointerdown', 5000, 1)
    stage.mouse('pointerup', 5000, 0)
    expect(stage.sent).toEqual([])
    stage.mouse('pointerdown', 10, 1)
    stage.mouse('pointermove', 5000, 1)
    stage.mouse('pointerup', 5000, 0)
    expect(stage.log).toEqual(['+left', 'move', '-left'])
    expect(stage.sent[2]).toMatchObject({ at: { x: 1 } })
  })

  it('presses nothing for a button that went down elsewhere', () => {
    stage.mouse('pointermove', 100, 1)
    stage.mouse('pointerup', 100, 0)
    stage.mouse('pointerdown', 100, 1)
    window.dispatchEvent(new Event('blur'))
    stage.mouse('pointermove', 120, 1)
    stage.mouse('pointerup', 120, 0)
    expect(stage.log).toEqual(['move', 'move', '+left', 'release-all', 'move', 'move'])
  })

  it('points without keyboard and wheel when that is all that is allowed', () => {
    stage.input.catches = 'pointer'
    stage.mouse('pointermove', 100)
    stage.down('a', 'KeyA')
    stage.write('a')
    stage.video.dispatchEvent(wheelEvent())
    expect(stage.log).toEqual(['move'])
  })

  it('turns the wheel, and leaves pinching to the browser', () => {
    const turn = (also: { ctrlKey?: boolean }) => stage.video.dispatchEvent(wheelEvent(also))
    expect(turn({})).toBe(false)
    expect(turn({ ctrlKey: true })).toBe(true)
    expect(stage.log).toEqual(['wheel'])
  })
})
