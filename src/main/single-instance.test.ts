import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { becomeOnlyInstance } from './single-instance.ts'

const start = (args: readonly string[], isFirst = true) => {
  const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => isFirst })
  const happened: string[] = []
  const isOnly = becomeOnlyInstance(app as never, args, {
    onStartedAgain: () => happened.push('started again'),
    onLink: (fragment) => happened.push(fragment),
  })
  return { app, happened, isOnly }
}

describe('the only instance', () => {
  it('takes the link that it was started with', () => {
    expect(start(['/bin/beckon', 'beckon://join/48213-90571']).happened).toEqual(['48213-90571'])
    expect(start(['/bin/beckon', '--hidden']).happened).toEqual([])
  })

  it('hears of every other start, and of links that came with it', () => {
    const { app, happened } = start([])
    app.emit('second-instance', {}, ['/bin/beckon'], '/')
    app.emit('second-instance', {}, ['/bin/beckon', '--x', 'beckon://join/48213-90571', '--y'], '/')
    app.emit('second-instance', {}, ['/bin/beckon', 'beckon://join/nonsense'], '/')
    expect(happened).toEqual(['started again', '48213-90571', 'started again'])
  })

  it('takes links as macOS hands them over', () => {
    const { app, happened } = start([])
    let prevented = 0
    for (const url of ['beckon://join/48213-90571', 'beckon://share'])
      app.emit('open-url', { preventDefault: () => prevented++ }, url)
    expect(happened).toEqual(['48213-90571'])
    expect(prevented).toBe(2)
  })

  it('leaves everything to the one that is there already', () => {
    const { app, happened, isOnly } = start(['/bin/beckon', 'beckon://join/48213-90571'], false)
    expect(isOnly).toBe(false)
    expect(happened).toEqual([])
    expect(app.eventNames()).toEqual([])
  })
})
