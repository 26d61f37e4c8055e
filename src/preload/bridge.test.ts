import { describe, expect, it } from 'vitest'
import { events, invokes, sends } from '#shared/ipc/contract.ts'
import { createBridge } from './bridge.ts'

const createPage = () => {
  const asked: unknown[][] = []
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>()
  const bridge = createBridge({
    invoke: (...args) => {
      asked.push(['invoke', ...args])
      return Promise.resolve({ ok: true, value: undefined })
    },
    send: (...args) => void asked.push(['send', ...args]),
    on: (channel, listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener as never])
      return null as never
    },
    off: (channel, listener) => {
      listeners.set(channel, listeners.get(channel)?.filter((it) => it !== listener) ?? [])
      return null as never
    },
  })
  const emit = (channel: string, ...payload: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({ sender: 'Electron' }, ...payload)
  }
  return { bridge, asked, emit }
}

describe('the bridge', () => {
  it('has a function for each channel, and no more', () => {
    const { bridge } = createPage()
    const functions = Object.entries(bridge).flatMap(([feature, verbs]) =>
      Object.entries(verbs as Record<string, unknown>).map(([verb, it]) => `${feature}.${verb} ${typeof it}`),
    )
    const expected = [
      ...[...Object.keys(invokes), ...Object.keys(sends)].map((channel) => channel.replace(':', '.')),
      ...Object.keys(events).map((channel) =>
        channel.replace(/:(.)/, (_, first: string) => `.on${first.toUpperCase()}`),
      ),
    ].map((name) => `${name} function`)
    expect(functions.sort()).toEqual(expected.sort())
  })

  it('asks and tells at the right channel, with the payload alone', async () => {
    const { bridge, asked } = createPage()
    await bridge.capture.list({ thumbnails: true })
    await bridge.settings.get()
    bridge.status.publish({ share: { kind: 'idle' }, viewing: false })
    expect(asked).toEqual([
      ['invoke', 'capture:list', { thumbnails: true }],
      ['invoke', 'settings:get', undefined],
      ['send', 'status:publish', { share: { kind: 'idle' }, viewing: false }],
    ])
  })

  it('keeps the event, and all that hangs on it, from the page', () => {
    const { bridge, emit } = createPage()
    const heard: unknown[][] = []
    bridge.share.onCommanded((...args) => heard.push(args))
    emit('share:commanded', { kind: 'stop' }, 'something more')
    expect(heard).toEqual([[{ kind: 'stop' }]])
  })

  it('stops listening for one listener, and not for the others', () => {
    const { bridge, emit } = createPage()
    const heard: string[] = []
    const stop = bridge.join.onDismissed(() => heard.push('first'))
    bridge.join.onDismissed(() => heard.push('second'))
    stop()
    stop()
    emit('join:dismissed')
    expect(heard).toEqual(['second'])
  })
})
