import { sha256 } from '@noble/hashes/sha2.js'
import { parseCode } from '#shared/code.ts'
import type { FindingCode } from '#shared/doctor/findings.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { Failure } from '#shared/errors.ts'
import { TriesByRoom } from '#shared/pairing/tries.ts'
import { err, ok } from '#shared/result.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import type { ScreenCaptureEvents } from '../../media/screen-capture.ts'
import type { IceServers } from '../../transport/ice-servers.ts'
import { CAREFUL_WAIT_MS } from '../host/accept-brake.ts'
import type { Capture, HostDeps } from '../deps.ts'
import { HostSession } from '../host/host-session.ts'
import { MainControl } from '../host/main-control.ts'
import { PageControl } from '../host/page-control.ts'
import { ViewerSession } from '../viewer/viewer-session.ts'
import { fakeCertificate, FakeLinks } from './fake-links.ts'
import { FakeServer } from './fake-server.ts'

class FakeCapture extends Emitter<ScreenCaptureEvents> implements Capture {
  readonly track: MediaStreamTrack
  readonly stream: MediaStream
  sound: MediaStreamTrack | null = null
  kind = 'text' as const
  paused = false
  muted = false
  stopped = false

  constructor(id: string) {
    super()
    const track = { id: `${id}'s track`, kind: 'video' } as MediaStreamTrack
    this.track = track
    this.stream = { id, getVideoTracks: () => [track] } as unknown as MediaStream
  }

  stop(): void {
    this.stopped = true
  }
}

/** Everything two apps and a server need, with real sessions and pairing, and nothing real around them. */
export const createWorld = () => {
  const server = new FakeServer()
  const links = new FakeLinks()
  const clock = new ManualClock()
  const capture = new FakeCapture('screen')
  const other = new FakeCapture('other screen')
  let captures = 0
  let captureFailure: Failure | null = null
  let seed = 0
  const frames: (() => void)[] = []
  const networkListeners = new Set<() => void>()
  let bridge: Bridge['control'] | null = null

  const deps = (): HostDeps => {
    const der = Uint8Array.of(++seed)
    let draws = 0
    return {
      createSignaling: () => server.connect(),
      fetchIceServers: async () => {
        const servers = await world.iceServers
        return servers
          ? { servers, isWhole: true, lifeMs: world.iceLifeMs }
          : { servers: [], isWhole: false, lifeMs: 0 }
      },
      ownIceServers: () => [],
      onNetworkChange: (run) => {
        networkListeners.add(run)
        return () => void networkListeners.delete(run)
      },
      createLink: (options) => links.create(options),
      generateCertificate: () => Promise.resolve(ok(fakeCertificate(der, sha256))),
      // Deterministic, different on each side and in each draw.
      random: (length) => sha256(Uint8Array.of(der[0] ?? 0, ++draws & 0xff, draws >> 8)).slice(0, length),
      clock,
      examineNetwork: (iceServers) => {
        world.examined.push(iceServers)
        return Promise.resolve(world.findings)
      },
      requestFrame: (run) => {
        frames.push(run)
        return () => void frames.splice(frames.indexOf(run), 1)
      },
      createControl: () => (bridge ? new MainControl(bridge) : new PageControl(clock)),
      capture: () =>
        Promise.resolve(captureFailure ? err(captureFailure) : ok(++captures === 1 ? capture : other)),
    }
  }

  const host = ({ isExperienced = true } = {}) => {
    let hasAccepted = isExperienced
    const session = new HostSession(deps(), { kind: 'text', isExperienced: () => hasAccepted })
    session.on('accepted', () => (hasAccepted = true))
    return session
  }

  const world = {
    deps,
    server,
    links,
    clock,
    capture,
    /** What the server answers to those who ask for ICE servers; null when it cannot be asked. */
    iceServers: Promise.resolve<RTCIceServer[] | null>([]),
    /** For how long it says that they are good. */
    iceLifeMs: 600_000,
    /** What stands in the way of each side's connections. */
    findings: [] as readonly FindingCode[],
    /** The servers of each examination. */
    examined: [] as IceServers[],
    networkListeners,
    /** Both devices have a network again, or another one. */
    changeNetwork: () => {
      for (const run of networkListeners) run()
    },
    /** What a second pick captures. */
    other,
    refuseCapture: (failure: Failure) => {
      captureFailure = failure
    },
    host,
    /** Hosts to come have the desktop app's main process. */
    hostInDesktop: (control: Bridge['control']) => {
      bridge = control
    },
    /** Lets the browser paint: what waits for a frame runs. */
    paint: () => {
      for (const run of frames.splice(0)) run()
    },
    /** A host that is sharing. */
    sharing: async (options = {}) => {
      const session = host(options)
      await session.start()
      return session
    },
    /** The person at the host looks at a request for as long as it takes, and accepts it. */
    accept: (session: HostSession, guestId = openOf(session).guests.at(-1)?.id ?? '') => {
      session.attend(guestId, true)
      clock.advance(CAREFUL_WAIT_MS)
      session.accept(guestId)
    },
    viewer: (name = 'Mina', tries = new TriesByRoom(() => clock.now())) =>
      new ViewerSession(deps(), { name, app: 'web' }, tries),
    /** A viewer who has proved the code and waits for the host's answer. */
    knock: async (session: HostSession, name?: string): Promise<ViewerSession> => {
      const viewer = world.viewer(name)
      await viewer.join(codeOf(session))
      await settle()
      return viewer
    },
    /** A viewer who sees the picture. */
    watch: async (session: HostSession, name?: string): Promise<ViewerSession> => {
      const viewer = await world.knock(session, name)
      world.accept(session)
      await settle()
      return viewer
    },
  }
  return world
}

/** Lets everything that is under way without a timer come to rest. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}

/** The code that a host shows; throws if it shows none. */
export const codeOf = (session: HostSession) => {
  const { snapshot } = session
  if (snapshot.kind !== 'open' || snapshot.code.kind !== 'ready') throw new Error('no code is shown')
  const code = parseCode(snapshot.code.text)
  if (!code.ok) throw new Error('the code shown is not one')
  return code.value
}

/** A code of the same room whose secret is not the one. */
export const wrong = ({ room, secret }: { readonly room: string; readonly secret: string }) => ({
  room,
  secret: secret === '00000' ? '00001' : '00000',
})

/** The host's open session; throws in any other state. */
export const openOf = (session: HostSession) => {
  const { snapshot } = session
  if (snapshot.kind !== 'open') throw new Error(`the host is ${snapshot.kind}`)
  return snapshot
}
