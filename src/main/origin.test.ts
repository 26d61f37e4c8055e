import { describe, expect, it } from 'vitest'
import { createOwnPages } from './origin.ts'

describe('own pages', () => {
  const pages = createOwnPages(null)

  it.each(['app://beckon', 'app://beckon/', 'app://beckon/index.html', 'app://beckon/join#48213-90571'])(
    'own %s',
    (url) => {
      expect(pages.owns(url)).toBe(true)
    },
  )

  it.each([
    '',
    'null',
    'about:blank',
    'app://beckon.evil/',
    'app://beckon@evil/',
    'app://user:secret@beckon/',
    'app://beckon:80/',
    'app:beckon',
    'https://beckon/',
    'file:///index.html',
    'data:text/html,app://beckon',
    'http://localhost:5173/',
  ])('do not own %j', (url) => {
    expect(pages.owns(url)).toBe(false)
  })

  it('lie at the app scheme', () => {
    expect(pages.urlOf('/')).toBe('app://beckon/')
    expect(pages.urlOf('/settings')).toBe('app://beckon/settings')
  })

  it('are those of the development server when there is one', () => {
    const development = createOwnPages('http://localhost:5173')
    expect(development.urlOf('/')).toBe('http://localhost:5173/')
    expect(development.owns('http://localhost:5173/share')).toBe(true)
    expect(development.owns('http://localhost:5174/')).toBe(false)
    expect(development.owns('app://beckon/')).toBe(false)
  })
})
