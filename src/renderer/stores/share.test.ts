import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Platform } from '../platform/platform.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import { useShareStore } from './share.ts'

describe('the share store', () => {
  let wrapper: VueWrapper
  const setUp = (openServer: Platform['openServer']) => {
    wrapper = mountWithApp(defineComponent({ render: () => h('p') }), {}, { openServer }).wrapper
    return useShareStore()
  }
  // Not in happy-dom, which cannot capture either: each session ends soon after it began.
  beforeEach(() => {
    vi.stubGlobal('RTCPeerConnection', { generateCertificate: () => Promise.resolve({}) })
  })
  afterEach(() => {
    wrapper.unmount()
    vi.unstubAllGlobals()
  })

  it('does not wait where there is nothing to wait for, or the click would be used up', () => {
    const share = setUp(() => ok('http://127.0.0.1:7300'))
    void share.start()
    expect(share.snapshot.kind).toBe('choosing')
    share.stop()
  })

  it('starts once a server is there, and once only', async () => {
    let deliver: (server: Result<string>) => void = () => {}
    let asked = 0
    const share = setUp(() => {
      asked++
      return new Promise((resolve) => (deliver = resolve))
    })
    void share.start()
    void share.start()
    expect(share.snapshot.kind).toBe('idle')
    expect(asked).toBe(1)
    deliver(ok('http://127.0.0.1:7300'))
    await flushPromises()
    expect(share.snapshot.kind).not.toBe('idle')
    share.stop()
  })

  it('ends before it begins without a server', async () => {
    const share = setUp(() => Promise.resolve(err(failure('server-unreachable'))))
    await share.start()
    expect(share.snapshot).toEqual({ kind: 'ended', failure: { code: 'server-unreachable' } })
  })
})
