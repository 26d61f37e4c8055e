import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of the system: the names it goes by, best first, and the variable that names another. */
interface Program {
  readonly names: readonly string[]
  readonly variable: string
  /** Where it is though PATH does not name it. */
  readonly folders?: readonly string[]
}

const programs = {
  // Ubuntu's `chromium-browser` is a snap, which cannot use a profile in /tmp: not among the names.
  chromium: { names: ['chromium', 'google-chrome', 'google-chrome-stable'], variable: 'CHROMIUM_PATH' },
  xvfb: { names: ['Xvfb'], variable: 'XVFB_PATH' },
  /** Presses keys in the browser's own windows, which no page can reach: the picker, "Stop sharing". */
  xdotool: { names: ['xdotool'], variable: 'XDOTOOL_PATH' },
  /** An editor and a calculator, to be controlled from afar. */
  mousepad: { names: ['mousepad'], variable: 'MOUSEPAD_PATH' },
  xcalc: { names: ['xcalc'], variable: 'XCALC_PATH' },
  /** Makes two monitors of one screen. */
  xrandr: { names: ['xrandr'], variable: 'XRANDR_PATH' },
  /** Reads what the keys of an X server mean. */
  xmodmap: { names: ['xmodmap'], variable: 'XMODMAP_PATH' },
  /** A bus of its own, and on it the portal that Wayland's programs ask. */
  dbus: { names: ['dbus-daemon'], variable: 'DBUS_DAEMON_PATH' },
  portal: {
    names: ['xdg-desktop-portal'],
    variable: 'XDG_DESKTOP_PORTAL_PATH',
    folders: ['/usr/libexec', '/usr/lib'],
  },
  /** coturn. */
  turnserver: { names: ['turnserver'], variable: 'TURNSERVER_PATH' },
} as const satisfies Record<string, Program>

type ProgramName = keyof typeof programs

const installCommands = [
  ['apt-get', 'update'],
  // The fonts are for Korean, and for a system that has none at all.
  [
    'apt-get',
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'xvfb',
    'xdotool',
    'mousepad',
    'x11-apps',
    'x11-xserver-utils',
    'dbus-daemon',
    'xdg-desktop-portal',
    'coturn',
    'fonts-noto-cjk',
  ],
] as const

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Path of a program, if the system has it. */
export const findProgram = (name: ProgramName): string | undefined => {
  const { names, variable, folders: others = [] }: Program = programs[name]
  const override = process.env[variable]
  if (override !== undefined && override !== '') return override
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...others]
  return names.flatMap((file) => folders.map((folder) => join(folder, file))).find(isExecutable)
}

const missing = (): readonly ProgramName[] =>
  (Object.keys(programs) as ProgramName[]).filter((name) => findProgram(name) === undefined)

const mayInstall = (): boolean =>
  process.getuid?.() === 0 &&
  (process.env.CI === 'true' || process.env.BECKON_INSTALL === '1') &&
  spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0

const install = (): void => {
  for (const [command, ...args] of installCommands) {
    console.error(`installing for the end-to-end tests: ${command} ${args.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
  }
}

/**
 * Sees that the system has what the tests need. Installs it as root where that is allowed (`CI=true` or
 * `BECKON_INSTALL=1`); otherwise throws with the command that does. The tests are never skipped for want of it.
 */
export const ensurePrograms = (): void => {
  if (missing().length > 0 && mayInstall()) install()
  const absent = missing()
  if (absent.length === 0) return
  const names = absent.map((name) => `${programs[name].names[0]} (or set ${programs[name].variable})`)
  const command = installCommands.map((words) => `sudo ${words.join(' ')}`).join(' && ')
  throw new Error(`The end-to-end tests need ${names.join(', ')}. Install with:\n  ${command}`)
}

/** Path of a program that `ensurePrograms` has seen to. */
export const programPath = (name: ProgramName): string => {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  return path
}
