import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Platform } from '../platform/platform.ts'
import { setUpInApp } from '../testing/mount-with-app.ts'
import { useShareStore } from './share.ts'

describe('the share store', () => {
  let wrapper: VueWrapper
  const setUp = (openServer: Platform['openServer']) => {
    wrapper = setUpInApp(() => undefined, { openServer }).wrapper
    return useShareStore()
  }
  // Not in happy-dom, which cannot capture either: each session ends soon after it began.
  beforeEach(() => {
    vi.stubGlobal('RTCPeerConnection', {
      generateCertificate: () => Promise.resolve({ getFingerprints: () => [] }),
    })
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
    // So that the tray, too, has a way to call it off.
    expect(share.snapshot.kind).toBe('choosing')
    expect(asked).toBe(1)
    deliver(ok('http://127.0.0.1:7300'))
    await flushPromises()
    expect(share.snapshot.kind).not.toBe('idle')
    share.stop()
  })

  it('can be called off while the server is made ready, and started again', async () => {
    const servers: ((server: Result<string>) => void)[] = []
    const share = setUp(() => new Promise((resolve) => servers.push(resolve)))
    void share.start()
    share.stop()
    expect(share.snapshot).toEqual({ kind: 'ended', failure: null })
    void share.start()
    expect(servers).toHaveLength(2)
    servers[0]?.(ok('http://127.0.0.1:7300'))
    await flushPromises()
    expect(share.snapshot.kind).toBe('choosing')
    servers[1]?.(err(failure('server-unreachable')))
    await flushPromises()
    expect(share.snapshot).toEqual({ kind: 'ended', failure: { code: 'server-unreachable' } })
  })

  it('is not stuck when asking for the server goes wrong', async () => {
    const answers = [Promise.reject(new Error('no bridge')), Promise.resolve(err(failure('internal')))]
    const share = setUp(() => answers.shift() as Promise<Result<string>>)
    await share.start()
    expect(share.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'internal' } })
    await share.start()
    expect(answers).toEqual([])
  })

  it('ends before it begins without a server', async () => {
    const share = setUp(() => Promise.resolve(err(failure('server-unreachable'))))
    await share.start()
    expect(share.snapshot).toEqual({ kind: 'ended', failure: { code: 'server-unreachable' } })
  })
})
