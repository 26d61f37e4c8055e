import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { Emitter } from '#shared/emitter.ts'
import type { ShareStatus } from '#shared/ipc/share-status.ts'
import { catalogues } from './i18n/index.ts'
import type { MainWindowEvents } from './main-window.ts'
import { AppModel } from './state/app-model.ts'
import { followWindow } from './window-follower.ts'

const createWorld = () => {
  const happened: string[] = []
  const note = (what: string) => () => void happened.push(what)
  const window = new Emitter<MainWindowEvents>()
  const model = new AppModel()
  const sayShown = followWindow({
    window,
    showMessageBox: () => {
      happened.push('told')
      return Promise.resolve({ response: 0, checkboxChecked: false })
    },
    confine: note('confined'),
    model,
    link: {
      attach: note('attached'),
      markLost: note('page lost'),
      post: (_channel, ...payload) => void happened.push(JSON.stringify(payload)),
    },
    chooser: { cancel: note('choice cancelled') },
    store: { update: (change) => void happened.push(JSON.stringify(change)) },
    texts: () => catalogues.en,
    log: { info: () => undefined, warn: () => undefined },
  })
  return { happened, window, model, sayShown }
}

describe('following the window', () => {
  it('confines a page before anything listens to it', () => {
    const { happened, window } = createWorld()
    const contents: Partial<WebContents> = {}
    window.emit('created', contents as WebContents)
    expect(happened).toEqual(['confined', 'attached'])
  })

  it('tells the page when it comes in sight or goes, and not of each change', () => {
    const { happened, window, sayShown } = createWorld()
    for (const state of ['behind', 'focused', 'behind', 'hidden'] as const) window.emit('stateChanged', state)
    sayShown()
    expect(happened).toEqual(['[{"isShown":true}]', '[{"isShown":false}]', '[{"isShown":false}]'])
  })

  it('ends what only the lost page could go on with', () => {
    const { happened, window, model } = createWorld()
    const share: ShareStatus = { kind: 'open', paused: false, code: null, guests: [] }
    model.accept({ kind: 'published', status: { share, viewing: false } })
    window.emit('pageLost', 'crashed')
    expect(happened).toEqual(['page lost', 'choice cancelled'])
    expect(model.state.share.kind).not.toBe('open')
  })

  it('keeps the place of the window, and says when its page is given up', () => {
    const { happened, window } = createWorld()
    window.emit('moved', { x: 1, y: 2, width: 800, height: 600, maximized: false })
    window.emit('gaveUp')
    expect(happened).toEqual([expect.stringContaining('"width":800'), 'told'])
  })
})
