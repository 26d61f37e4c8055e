import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { programPath } from './programs.ts'

/** In pixels, as everything on the screen here. */
export const SCREEN = { width: 1920, height: 1080 } as const

interface ScreenSize {
  readonly width: number
  readonly height: number
}

/** An X display of its own; what appears on it is what a host shares. */
export interface Display {
  /** As in `DISPLAY`, for example `:7`. */
  readonly name: string
  /** Gives the keyboard to the window whose title contains `title`, once there is one, and presses `keys` in it. */
  pressInWindow(title: string, keys: readonly string[]): void
  /** Puts the pointer elsewhere without any device, as another program may. */
  movePointer(x: number, y: number): void
  /** Where the pointer is. */
  pointer(): { readonly x: number; readonly y: number }
  /** Gives the screen another resolution, which is no larger than the first. */
  resize(width: number, height: number): void
  stop(): Promise<void>
}

/** Where there is no X: windows go to the computer's own screen. */
export const noDisplay: Display = {
  name: '',
  pressInWindow: () => {
    throw new Error('there is no X display to press keys on')
  },
  pointer: () => {
    throw new Error('there is no X display with a pointer')
  },
  movePointer: () => {
    throw new Error('there is no X display to point at')
  },
  resize: () => {
    throw new Error('there is no X display to resize')
  },
  stop: () => Promise.resolve(),
}

/** The number of the display, which the server picks among the free ones and writes as a line once it is ready. */
const readDisplayNumber = (output: Readable, server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    createInterface({ input: output }).once('line', resolve)
    server.once('error', reject)
    server.once('exit', (code) => {
      reject(new Error(`Xvfb ended with ${String(code)} before it was ready`))
    })
  })

export const startDisplay = async ({ width, height }: ScreenSize = SCREEN): Promise<Display> => {
  const screen = `${String(width)}x${String(height)}x24`
  // Without -noreset the server starts afresh, dropping everything, when its last client goes.
  const args = ['-displayfd', '3', '-screen', '0', screen, '-noreset', '-nolisten', 'tcp']
  const server = spawn(programPath('xvfb'), args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const name = `:${await readDisplayNumber(server.stdio[3] as Readable, server)}`

  const xdotool = (...command: readonly string[]): string =>
    execFileSync(programPath('xdotool'), command, {
      env: { ...process.env, DISPLAY: name },
      encoding: 'utf8',
      timeout: 30_000,
    })
  const xrandr = (...command: readonly string[]): void =>
    void execFileSync(programPath('xrandr'), ['--display', name, ...command], { timeout: 30_000 })
  return {
    name,
    pressInWindow(title, keys) {
      xdotool('search', '--sync', '--onlyvisible', '--name', title, 'windowfocus', '--sync')
      // To whatever has the keyboard, by XTEST: sent to the window itself, the release of a key that closes it would
      // find no window and fail.
      xdotool('key', ...keys)
    },
    movePointer: (x, y) => void xdotool('mousemove', String(x), String(y)),
    pointer: () => {
      const [, x, y] = /^X=(-?\d+)\nY=(-?\d+)$/m.exec(xdotool('getmouselocation', '--shell')) ?? []
      return { x: Number(x), y: Number(y) }
    },
    resize: (newWidth, newHeight) => {
      const mode = `${String(newWidth)}x${String(newHeight)}`
      // A mode line; its timings mean nothing to a screen that is no device.
      const timings = [60, newWidth, newWidth, newWidth, newWidth, newHeight, newHeight, newHeight, newHeight]
      xrandr('--newmode', mode, ...timings.map(String))
      xrandr('--addmode', 'screen', mode)
      xrandr('--output', 'screen', '--mode', mode)
    },
    async stop() {
      if (server.exitCode !== null) return
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    },
  }
}
