import { afterEach, describe, expect, it, vi } from 'vitest'
import { sayNotStarted } from './start-failure.ts'

const say = (languages: string[], cause: unknown): string[] => {
  const boxes: string[] = []
  const electron = {
    app: { getPreferredSystemLanguages: () => languages },
    dialog: { showErrorBox: (title: string, text: string) => void boxes.push(title, text) },
  }
  sayNotStarted(electron as never, cause)
  return boxes
}

describe('an app that cannot start', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each([
    { languages: ['en-GB'], title: 'Beckon could not be started' },
    { languages: ['ko-KR'], title: 'Beckon을 시작할 수 없습니다' },
  ])('says so, and why: $languages', ({ languages, title }) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const cause = new Error('ENOSPC: no space left on device')
    expect(say(languages, cause)).toEqual([title, expect.stringContaining(cause.message)])
    expect(printed).toHaveBeenCalledWith(cause)
  })

  it('says what is not an error, too', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(say(['en'], 'no display')[1]).toContain('no display')
  })
})
