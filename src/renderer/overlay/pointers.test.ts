import { beforeEach, describe, expect, it } from 'vitest'
import type { OverlayPointer } from '#shared/ipc/overlay.ts'
import { drawPointers } from './pointers.ts'

const ada: OverlayPointer = { id: 'ada', name: 'Ada', colour: 1, at: { x: 0.25, y: 0.5 }, clicks: 0 }
let stage: HTMLElement

const marks = (): HTMLElement[] => [...stage.querySelectorAll<HTMLElement>('.mark')]
const ripples = (): number => stage.querySelectorAll('.ripple').length

beforeEach(() => {
  stage = document.createElement('div')
  document.body.replaceChildren(stage)
})

describe('pointers above the shared display', () => {
  it('stand where their viewers point, by name and colour', () => {
    drawPointers(stage, [ada, { ...ada, id: 'bo', name: '<b>Bo</b>', at: { x: 0.95, y: 0 } }])
    const [first, second] = marks()
    expect([first?.style.left, first?.style.top]).toEqual(['25%', '50%'])
    expect(first?.style.getPropertyValue('--colour')).toBe('#56b4e9')
    expect(first?.textContent).toBe('Ada')
    expect(second?.querySelector('.name')?.innerHTML).toBe('&lt;b&gt;Bo&lt;/b&gt;')
    expect([first, second].map((mark) => mark?.hasAttribute('data-turned'))).toEqual([false, true])
  })

  it('move without being made anew, and go with their viewers', () => {
    drawPointers(stage, [ada])
    const [mark] = marks()
    drawPointers(stage, [{ ...ada, at: { x: 0.5, y: 0.75 } }])
    expect(marks()).toEqual([mark])
    expect(mark?.style.left).toBe('50%')
    drawPointers(stage, [])
    expect(marks()).toEqual([])
  })

  it('ripple once for each click, also for a first one', () => {
    drawPointers(stage, [{ ...ada, clicks: 1 }])
    expect(ripples()).toBe(1)
    drawPointers(stage, [{ ...ada, clicks: 1 }])
    expect(ripples()).toBe(1)
    drawPointers(stage, [{ ...ada, clicks: 2 }])
    expect(ripples()).toBe(2)
    for (const ring of stage.querySelectorAll('.ripple')) ring.dispatchEvent(new Event('animationend'))
    expect(ripples()).toBe(0)
  })
})
