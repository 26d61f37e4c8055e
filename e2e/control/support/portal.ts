import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { programPath } from '../../support/programs.ts'
import { openDesktop, type Desktop } from './portal-desktop.ts'

/** A bus of its own, and on it the system's real xdg-desktop-portal, in front of a desktop that tests play. */
export interface PortalWorld {
  readonly desktop: Desktop
  /** For programs on that bus. */
  readonly env: Readonly<Record<string, string>>
  /** Ends the bus, as the end of a session does. */
  endBus(): Promise<void>
  stop(): Promise<void>
}

const DESKTOP = 'beckon-test'

const busConfig = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** https://flatpak.github.io/xdg-desktop-portal/docs/portals.conf.html: which desktop answers for which questions. */
const portalFile = (name: string, interfaces: readonly string[]): string => `[portal]
DBusName=${name}
Interfaces=${interfaces.map((it) => `org.freedesktop.impl.portal.${it};`).join('')}
UseIn=${DESKTOP}
`

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const listens = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const attempt = createConnection(socket)
    attempt.once('connect', () => {
      attempt.destroy()
      resolve(true)
    })
    attempt.once('error', () => resolve(false))
  })

export interface PortalWorldOptions {
  /** What the desktop has a part for. */
  readonly interfaces?: readonly string[]
}

export const startPortal = async ({
  interfaces = ['RemoteDesktop', 'ScreenCast'],
}: PortalWorldOptions = {}): Promise<PortalWorld> => {
  const folder = await mkdtemp(join(tmpdir(), 'beckon-portal-'))
  const socket = join(folder, 'bus')
  const portals = join(folder, 'portals')
  const config = join(folder, 'bus.conf')
  await mkdir(portals)
  await writeFile(config, busConfig(socket))

  const bus = spawn(programPath('dbus'), [`--config-file=${config}`, '--nofork', '--nopidfile'], {
    stdio: 'ignore',
  })
  while (!(await listens(socket))) await wait(20)
  const desktop = await openDesktop(socket)
  await writeFile(join(portals, `${DESKTOP}.portal`), portalFile(desktop.name, interfaces))

  const env = {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    XDG_CURRENT_DESKTOP: DESKTOP,
    XDG_DESKTOP_PORTAL_DIR: portals,
  }
  const portal = spawn(programPath('portal'), [], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'ignore',
  })
  await desktop.seePortal()

  const endBus = async (): Promise<void> => {
    await end(bus)
  }
  return {
    desktop,
    env,
    endBus,
    stop: async () => {
      desktop.close()
      await end(portal)
      await endBus()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
