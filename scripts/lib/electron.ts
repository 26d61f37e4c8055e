import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './paths.ts'
import { commandScript, exitOf, startNode } from './run.ts'

const electron = join(root, 'node_modules/electron')

export interface DownloadOptions {
  /** How long the download may stand still. Slow it may be. */
  readonly stallMs?: number
  readonly env?: NodeJS.ProcessEnv
}

/** What has arrived so far; a file can go while it is looked at. */
const bytesIn = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/**
 * Runs `install-electron`, which downloads the binary and unpacks it. It waits for ever where a firewall drops what it
 * sends, so that it is ended once nothing more arrives. False when it did not work out.
 */
export const downloadElectron = async ({ stallMs = 45_000, env }: DownloadOptions = {}): Promise<boolean> => {
  const temporary = await mkdtemp(join(tmpdir(), 'beckon-electron-'))
  const installer = startNode([commandScript('electron', 'install-electron')], {
    stdio: 'ignore',
    env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary, ...env },
  })
  const arrived = async (): Promise<number> =>
    (await bytesIn(temporary)) + (await bytesIn(join(electron, 'dist')))
  let before = -1
  const watch = setInterval(() => {
    void arrived().then((now) => {
      if (now === before) installer.kill('SIGKILL')
      before = now
    })
  }, stallMs)
  try {
    return (await exitOf(installer)) === 0
  } finally {
    clearInterval(watch)
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Whether Electron's binary is here. Its package comes without, and fetches it on first use. */
export const ensureElectron = async (options?: DownloadOptions): Promise<boolean> => {
  if (existsSync(join(electron, 'path.txt'))) return true
  console.error('Downloading Electron, once, if it is to be had.')
  return downloadElectron(options)
}

/** Chromium's sandbox refuses to run as root on Linux. https://crbug.com/638180 */
export const mustLeaveSandbox = ({
  platform,
  getuid,
}: Pick<NodeJS.Process, 'platform' | 'getuid'>): boolean => platform === 'linux' && getuid?.() === 0
