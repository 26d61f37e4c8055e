import { describe, expect, it } from 'vitest'
import { PointerWatch } from './pointer-watch.ts'

const createWatch = () => {
  const state = { now: 1_000 }
  return { watch: new PointerWatch(() => state.now), state }
}
const start = { x: 500, y: 500 }

describe('the pointer', () => {
  it('is nobody else’s while it is on its way to where it was put', () => {
    const { watch, state } = createWatch()
    watch.notePut({ x: 10, y: 10 }, start)
    // It has not moved yet, then lags behind, and is a pixel off in the end.
    watch.notePut({ x: 20, y: 10 }, start)
    state.now += 8
    watch.notePut({ x: 30, y: 10 }, { x: 10, y: 10 })
    watch.look({ x: 20, y: 10 })
    state.now += 500
    watch.look({ x: 31, y: 11 })
    expect(watch.wasTaken()).toBe(false)
  })

  it('is somebody else’s when it is at none of the places where it was put, even between two moves', () => {
    const { watch } = createWatch()
    watch.notePut({ x: 10, y: 10 }, start)
    watch.notePut({ x: 20, y: 10 }, { x: 14, y: 10 })
    expect(watch.wasTaken()).toBe(true)
    expect(watch.wasTaken()).toBe(false)
  })

  it('is somebody else’s when it goes back to where it was long ago', () => {
    const { watch, state } = createWatch()
    watch.notePut({ x: 10, y: 10 }, start)
    state.now += 200
    watch.notePut({ x: 20, y: 10 }, { x: 10, y: 10 })
    state.now += 200
    watch.look({ x: 10, y: 10 })
    expect(watch.wasTaken()).toBe(true)
  })

  it('may be anywhere until it is put somewhere', () => {
    const { watch } = createWatch()
    watch.look({ x: 3, y: 3 })
    watch.look({ x: 300, y: 3 })
    expect(watch.wasTaken()).toBe(false)
  })
})
