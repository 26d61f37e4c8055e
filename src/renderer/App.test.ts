import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Router } from 'vue-router'
import { failure } from '#shared/errors.ts'
import App from './App.vue'
import type { Announcer } from './composables/use-announcer.ts'
import { createWebPlatform } from './platform/web.ts'
import { createAppRouter } from './router.ts'
import { useJoinStore } from './stores/join.ts'
import { useShareStore } from './stores/share.ts'
import { mountWithApp } from './testing/mount-with-app.ts'
import { openHost, watching } from './testing/snapshots.ts'

const open = openHost({ stream: new MediaStream() })

describe('App', () => {
  let router: Router
  let announcer: Announcer
  let wrapper: VueWrapper

  const openAt = async (path: string): Promise<void> => {
    history.replaceState(null, '', path)
    router = createAppRouter()
    ;({ wrapper, announcer } = mountWithApp(App, {}, createWebPlatform(location, undefined), [router]))
    await router.isReady()
    await vi.waitFor(() => wrapper.get('h1'))
  }

  const arriveAt = (path: string): Promise<void> =>
    vi.waitFor(() => {
      expect(location.pathname).toBe(path)
    })

  beforeEach(() => localStorage.clear())
  afterEach(() => wrapper.unmount())

  it('takes the code of a link out of the address, and into the form', async () => {
    await openAt('/join#48213-90571')
    await vi.waitFor(() => {
      expect(location.hash).toBe('')
    })
    expect(wrapper.get<HTMLInputElement>('[data-testid="join-code"]').element.value).toBe('48213 90571')
  })

  it('has nothing to show at /share without a session', async () => {
    await openAt('/share')
    await arriveAt('/')
  })

  it('follows sharing to its page and, when it fails, back to the explanation', async () => {
    await openAt('/')
    const share = useShareStore()
    share.snapshot = open
    await arriveAt('/share')
    await vi.waitFor(() => wrapper.get('[data-testid="stop-sharing"]'))
    expect(document.title).toBe('● Sharing · Beckon')
    share.snapshot = { kind: 'ended', failure: failure('capture-ended') }
    await arriveAt('/')
    await vi.waitFor(() => wrapper.get('[data-error-code="capture-ended"]'))
    expect(document.title).toBe('Beckon')
  })

  it('confirms that the person stopped sharing', async () => {
    await openAt('/')
    const share = useShareStore()
    share.snapshot = open
    await arriveAt('/share')
    share.snapshot = { kind: 'ended', failure: null }
    await arriveAt('/')
    expect(wrapper.find('[data-testid="error-message"]').exists()).toBe(false)
    expect(announcer.spoken.polite.at(-1)?.text).toBe('You stopped sharing.')
  })

  it('shows the way back to a session that runs on behind another page', async () => {
    await openAt('/')
    useShareStore().snapshot = open
    await arriveAt('/share')
    await router.push('/')
    await vi.waitFor(() => {
      expect(wrapper.text()).toContain('You are sharing your screen.')
    })
    expect(wrapper.find('[data-testid="share-screen"]').exists()).toBe(false)
  })

  it('keeps what was typed at home when joining fails', async () => {
    await openAt('/')
    await wrapper.get('[data-testid="join-code"]').setValue('4821390571')
    const join = useJoinStore()
    join.snapshot = { kind: 'joining', step: 'claiming' }
    await arriveAt('/join')
    await vi.waitFor(() => wrapper.get('[data-state="connecting"]'))
    join.snapshot = { kind: 'ended', failure: failure('code-invalid'), watched: false }
    await vi.waitFor(() => wrapper.get('[data-error-code="code-invalid"]'))
    expect(wrapper.get<HTMLInputElement>('[data-testid="join-code"]').element.value).toBe('48213 90571')
  })

  it('gives the window to the picture, and forgets the code that led to it', async () => {
    await openAt('/join#48213-90571')
    const join = useJoinStore()
    join.snapshot = watching({ stream: new MediaStream(), since: Date.now() })
    await vi.waitFor(() => wrapper.get('[data-testid="remote-video"]'))
    expect(wrapper.find('header').exists()).toBe(false)
    join.reset()
    await vi.waitFor(() => wrapper.get('[data-testid="join-code"]'))
    expect(wrapper.get<HTMLInputElement>('[data-testid="join-code"]').element.value).toBe('')
  })
})
