import { beforeEach, expect, it } from 'vitest'
import { FakeClock } from '../../test/support/fake-clock.ts'
import { Beats } from './beats.ts'

let clock: FakeClock
let beats: Beats
let handedOver: string[]

beforeEach(() => {
  clock = new FakeClock()
  beats = new Beats({ clock, beatMs: 10 })
  handedOver = []
})

const hold = (connection: string, what: string): void => beats.hold(connection, () => handedOver.push(what))

it('holds nothing on a connection that has claimed nothing', () => {
  hold('other', 'at once')
  expect(handedOver).toEqual(['at once'])
})

it('hands over on the next beat after the claim, in order, however far between', () => {
  beats.open('viewer')
  hold('viewer', 'answer')
  clock.advance(7)
  hold('viewer', 'hello')
  clock.advance(2)
  expect(handedOver).toEqual([])
  clock.advance(1)
  expect(handedOver).toEqual(['answer', 'hello'])

  clock.advance(14)
  hold('viewer', 'late')
  clock.advance(5)
  expect(handedOver).toHaveLength(2)
  clock.advance(1)
  expect(handedOver.at(-1)).toBe('late')
})

it('waits a whole beat for what comes on the beat itself', () => {
  beats.open('viewer')
  hold('viewer', 'answer')
  clock.advance(9)
  expect(handedOver).toEqual([])
})

it('counts the beats from what was asked last, but not while something waits for one', () => {
  beats.open('viewer')
  clock.advance(13)
  beats.restart('viewer')
  hold('viewer', 'answer')
  clock.advance(4)
  beats.restart('viewer')
  clock.advance(6)
  expect(handedOver).toEqual(['answer'])
  hold('viewer', 'next')
  clock.advance(10)
  expect(handedOver).toEqual(['answer', 'next'])
})

it('lets everything go once the viewer has proved itself, wherever it is connected by then', () => {
  beats.open('first')
  beats.assign('first', 'member')
  beats.assign('second', 'member')
  hold('second', 'confirm')
  beats.release('member')
  hold('second', 'at once')
  expect(handedOver).toEqual(['confirm', 'at once'])
  expect(clock.pending).toBe(0)
})

it('keeps to the beat what is said to a viewer that is turned away', () => {
  beats.open('viewer')
  beats.assign('viewer', 'member')
  beats.forget('member')
  hold('viewer', 'removed')
  expect(handedOver).toEqual([])
  clock.advance(10)
  expect(handedOver).toEqual(['removed'])
})

it('says nothing to a connection that is gone, and keeps no timer for it', () => {
  beats.open('viewer')
  hold('viewer', 'answer')
  beats.close('viewer')
  expect(clock.pending).toBe(0)
  clock.advance(10)
  expect(handedOver).toEqual([])
})
