import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HELD_INTERVAL_MS } from '#shared/protocol/input.ts'
import { InputStage } from './testing/input-stage.ts'

let stage: InputStage
beforeEach(() => {
  stage = new InputStage()
})
afterEach(() => stage.close())

describe('what is held', () => {
  it('is confirmed at the pace that the host expects', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    stage.mouse('pointerdown', 10, 1, { ctrlKey: true })
    stage.sent = []
    stage.clock.advance(2 * HELD_INTERVAL_MS)
    expect(stage.sent).toEqual([
      { type: 'held', keys: ['ControlLeft'], buttons: ['left'] },
      { type: 'held', keys: ['ControlLeft'], buttons: ['left'] },
    ])
  })

  it.each(['window', 'field'])('is let go when the %s loses the focus', (which) => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    ;(which === 'window' ? window : stage.field).dispatchEvent(new Event('blur'))
    expect(stage.log).toEqual(['+ControlLeft', 'release-all'])
    stage.up('Control', 'ControlLeft')
    expect(stage.log).toHaveLength(2)
  })

  it('is forgotten with the grant, and nothing is stage.sent from then on', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    stage.mouse('pointerdown', 10, 1)
    stage.input.catches = 'nothing'
    stage.sent = []
    stage.up('Control', 'ControlLeft')
    stage.down('b', 'KeyB', { ctrlKey: true })
    stage.write('b')
    stage.mouse('pointermove', 20, 1)
    stage.mouse('pointerup', 20, 0)
    stage.clock.advance(10 * HELD_INTERVAL_MS)
    window.dispatchEvent(new Event('blur'))
    expect(stage.sent).toEqual([])
  })
})
