import { describe, expect, it } from 'vitest'
import { Emitter } from './emitter.ts'

interface Events {
  said: [string]
  [key: string]: readonly unknown[]
}

describe('Emitter', () => {
  it('calls listeners in order until each is off', () => {
    const emitter = new Emitter<Events>()
    const heard: string[] = []
    const off = emitter.on('said', (word) => heard.push(`a:${word}`))
    emitter.on('said', (word) => heard.push(`b:${word}`))
    emitter.emit('said', 'one')
    off()
    off()
    emitter.emit('said', 'two')
    expect(heard).toEqual(['a:one', 'b:one', 'b:two'])
  })

  it('lets a listener remove itself, or clear them all, while it runs', () => {
    const emitter = new Emitter<Events>()
    const heard: string[] = []
    const off = emitter.on('said', (word) => {
      heard.push(word)
      off()
      emitter.clear()
    })
    emitter.emit('said', 'one')
    emitter.emit('said', 'two')
    expect(heard).toEqual(['one'])
  })

  it('runs every listener, then rethrows the first error', () => {
    const emitter = new Emitter<Events>()
    const heard: string[] = []
    emitter.on('said', () => {
      throw new Error('first')
    })
    emitter.on('said', (word) => heard.push(word))
    expect(() => emitter.emit('said', 'one')).toThrow('first')
    expect(heard).toEqual(['one'])
  })
})
