import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import { useJoinDraft } from '../composables/use-join-draft.ts'
import { useJoinStore } from '../stores/join.ts'
import { JoinPreparation } from '../session/viewer/join-preparation.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import JoinForm from './JoinForm.vue'

describe('JoinForm', () => {
  let wrapper: VueWrapper

  // Not to the network from here.
  const prepared = vi.spyOn(JoinPreparation.prototype, 'start').mockReturnValue()
  const discarded = vi.spyOn(JoinPreparation.prototype, 'discard').mockReturnValue()

  const setUp = (draft = '', props: Record<string, unknown> = {}) => {
    useJoinDraft().value = draft
    wrapper = mountWithApp(JoinForm, props).wrapper
    const join = useJoinStore()
    return { join, asked: vi.spyOn(join, 'join').mockResolvedValue() }
  }

  const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset.testid

  const failWith = async (code: ErrorCode): Promise<void> => {
    useJoinStore().snapshot = { kind: 'ended', failure: failure(code), watched: false }
    await vi.waitFor(() => wrapper.get('[data-testid="error-message"]'))
    await wrapper.vm.$nextTick()
  }

  afterEach(() => {
    wrapper.unmount()
    localStorage.clear()
    vi.clearAllMocks()
  })

  it('joins with the code and the name as they stand', async () => {
    const { asked } = setUp('48213 90571')
    await wrapper.get('[data-testid="join-name"]').setValue('Ana')
    await wrapper.get('form').trigger('submit')
    expect(asked.mock.calls).toEqual([['48213 90571', 'Ana']])
  })

  it('gets ready once the room is typed, and not before', async () => {
    setUp()
    const code = wrapper.get('[data-testid="join-code"]')
    await code.setValue('4821')
    expect(prepared).not.toHaveBeenCalled()
    await code.setValue('48213')
    expect(prepared).toHaveBeenCalledOnce()
    expect(discarded).not.toHaveBeenCalled()
    wrapper.unmount()
    expect(discarded).toHaveBeenCalledOnce()
  })

  it('gets ready at once with the code of a link', () => {
    setUp('48213 90571')
    expect(prepared).toHaveBeenCalledOnce()
  })

  it('takes no focus by itself, and the first empty field where it is the page', () => {
    setUp()
    expect(focused()).toBeUndefined()
    wrapper.unmount()
    setUp('', { autofocus: true })
    expect(focused()).toBe('join-code')
    wrapper.unmount()
    setUp('48213 90571', { autofocus: true })
    expect(focused()).toBe('join-name')
  })

  it.each(['code-invalid', 'secret-mismatch'] as const)('leads back to the code after %s', async (code) => {
    setUp('48213 90571')
    await failWith(code)
    const field = wrapper.get<HTMLInputElement>('[data-testid="join-code"]')
    expect(focused()).toBe('join-code')
    expect(field.element.value).toBe('48213 90571')
    expect(field.attributes('aria-invalid')).toBe('true')
    expect(field.attributes('aria-describedby')).toBe(
      wrapper.get('[data-testid="error-message"]').attributes('id'),
    )
  })

  it('leads to the button where the code is not to blame', async () => {
    setUp('48213 90571')
    await failWith('server-unreachable')
    expect(focused()).toBe('join')
    expect(wrapper.get('[data-testid="join-code"]').attributes('aria-invalid')).toBeUndefined()
  })
})
