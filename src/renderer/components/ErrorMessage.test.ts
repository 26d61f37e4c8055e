import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { errorCodes, failure, type Failure } from '#shared/errors.ts'
import { createTexts, type LocaleCode } from '../i18n/index.ts'
import ErrorMessage from './ErrorMessage.vue'

const show = (shown: Failure, locale: LocaleCode = 'en') =>
  mount(ErrorMessage, { props: { failure: shown }, global: { plugins: [createTexts(locale)] } })

describe('ErrorMessage', () => {
  it('is an alert that carries the stable code', () => {
    expect(show(failure('denied')).attributes()).toMatchObject({
      role: 'alert',
      'data-testid': 'error-message',
      'data-error-code': 'denied',
    })
  })

  it.each(errorCodes)('says in two sentences what %s means and what to do', (code) => {
    for (const locale of ['en', 'ko'] as const) {
      const paragraphs = show(failure(code), locale).findAll('p')
      expect(paragraphs).toHaveLength(2)
      for (const paragraph of paragraphs) expect(paragraph.text()).not.toContain('errors.')
    }
  })

  it('tells when to come back, if that is known', () => {
    expect(show(failure('rate-limited', { retryAfterMs: 41_200 })).text()).toContain('in 42 seconds')
    expect(show(failure('rate-limited', { retryAfterMs: 90_000 }), 'ko').text()).toContain('2분 뒤에')
  })

  it('looks calm where somebody decided and nothing broke', () => {
    expect(show(failure('session-ended')).classes()).toContain('error--calm')
    expect(show(failure('tampered')).classes()).not.toContain('error--calm')
  })
})
