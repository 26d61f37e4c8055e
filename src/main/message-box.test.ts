import { describe, expect, it } from 'vitest'
import { createMessageBox } from './message-box.ts'

const createWorld = (platform: NodeJS.Platform) => {
  const happened: unknown[] = []
  const parent = { id: 1 }
  const showMessageBox = createMessageBox({
    electron: {
      dialog: {
        showMessageBox: (...parameters: unknown[]) => {
          happened.push(parameters)
          return Promise.resolve({ response: 1, checkboxChecked: false })
        },
      },
    },
    platform,
    window: {
      bringUp: () => {
        happened.push('brought up')
        return parent as never
      },
    },
  })
  return { happened, parent, showMessageBox }
}

const options = { message: 'Quit?' }

describe('a message box', () => {
  it('belongs to the window on macOS, where any other stops the process', async () => {
    const { happened, parent, showMessageBox } = createWorld('darwin')
    expect((await showMessageBox(options)).response).toBe(1)
    expect(happened).toEqual(['brought up', [parent, options]])
  })

  it.each(['linux', 'win32'] as const)('stands by itself on %s', async (platform) => {
    const { happened, showMessageBox } = createWorld(platform)
    expect((await showMessageBox(options)).response).toBe(1)
    expect(happened).toEqual([[options]])
  })
})
