import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Display } from '../../support/display.ts'
import { programPath } from '../../support/programs.ts'
import type { Rectangle } from '../../support/chromium.ts'

/** A program of the system on the shared screen, which ends with it. */
export interface RunningProgram {
  /** Of its window, in pixels of the screen. */
  readonly area: Rectangle
  /** What is in the file that it edits. */
  saved(): Promise<string>
}

export interface ProgramOptions {
  readonly program: 'mousepad' | 'xcalc'
  /** For its settings, and the file that it edits. */
  readonly folder: string
}

const FILE = 'letter.txt'
/** Arguments of each, and what its window is called. */
const starts = {
  mousepad: { args: (file: string) => ['--disable-server', file], title: FILE },
  xcalc: { args: () => ['-geometry', '+1200+100'], title: 'Calculator' },
} as const

/** Starts a program, and waits until its window is there. */
export const startProgram = async (
  display: Display,
  { program, folder }: ProgramOptions,
): Promise<RunningProgram> => {
  const file = join(folder, FILE)
  if (program === 'mousepad') await writeFile(file, '')
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DISPLAY: display.name,
    LANG: 'C.UTF-8',
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  }
  const { args, title } = starts[program]
  const child = spawn(programPath(program), args(file), { env, stdio: 'ignore' })
  await once(child, 'spawn')
  const xdotool = (...command: readonly string[]): string =>
    execFileSync(programPath('xdotool'), command, { env, encoding: 'utf8', timeout: 30_000 })
  // No window manager gives the keyboard to what is clicked.
  const find = ['search', '--sync', '--onlyvisible', '--name', title, 'windowfocus', '--sync']
  const geometry = xdotool(...find, 'getwindowgeometry', '--shell')
  const number = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(geometry)?.[1])
  return {
    area: { x: number('X'), y: number('Y'), width: number('WIDTH'), height: number('HEIGHT') },
    saved: () => readFile(file, 'utf8'),
  }
}
