import type { Access } from './access.ts'
import { expect, type Page } from '@playwright/test'
import { expectConnectionState } from '../../e2e/support/product.ts'
import { joinAsAnother, type Session } from './connect.ts'
import type { Laboratory } from './fixtures.ts'
import type { Connection } from './network.ts'

/** Something that goes wrong under a running session. */
export interface Fault {
  readonly name: string
  /** Both homes' way to the internet. */
  readonly access: Access
  /** How long the fault lasts, from its beginning to the moment from which the picture could be back. */
  readonly lastsMs: number
  /** `goes-on`: no still longer than `limitMs`. `returns`: it moves within `limitMs` after the fault. */
  readonly expected: 'goes-on' | 'returns'
  readonly limitMs: number
  readonly why: string
  begin(lab: Laboratory, connection: Connection): void | Promise<void>
  /** Sees that the fault is felt where the picture does not show it, and that people are told. */
  bites?(session: Session, lab: Laboratory): Promise<void>
  end?(lab: Laboratory, connection: Connection): void | Promise<void>
  /** Sees that all is as it was, besides the picture. */
  heals?(session: Session, lab: Laboratory): Promise<void>
}

/** The aim is two seconds, on a machine at rest. */
const RETURN_LIMIT_MS = 5_000

const HOST = 0
const VIEWER = 1

/** In which time a fault shows in the statistics, in milliseconds. */
const FELT_WITHIN_MS = 10_000

/** Both people read that the connection is interrupted, and what happens next. */
const areTold = async ({ host, viewer }: Session): Promise<void> => {
  await expectConnectionState(viewer, 'reconnecting')
  await expect(host.locator('[data-testid=viewer-list] [data-state=interrupted]')).toBeVisible()
}

const unplug = (home: 0 | 1): Pick<Fault, 'begin' | 'bites' | 'end'> => ({
  begin: ({ network }) => network.homes[home].unplug(),
  bites: areTold,
  end: ({ network }, connection) => network.homes[home].plugIn(connection),
})

const move = (home: 0 | 1): Pick<Fault, 'begin'> => ({
  begin: ({ network }, connection) => network.homes[home].move(connection),
})

/** Reads a figure of a page's statistics until it is as it should be. */
const expectFigure = (page: Page, type: string, name: string) =>
  expect.poll(() => page.evaluate(([of, figure]) => window.labFigure(of, figure), [type, name] as const), {
    message: `${name} of ${type}`,
    timeout: FELT_WITHIN_MS,
  })

const lose = (lossPercent: number): Pick<Fault, 'begin' | 'bites' | 'end'> => ({
  begin: ({ network }, { access }) => network.homes[VIEWER].spoil(access, { lossPercent }),
  bites: ({ host }) => expectFigure(host, 'remote-inbound-rtp', 'fractionLost').toBeGreaterThan(0),
  end: ({ network }, { access }) => network.homes[VIEWER].spoil(access, {}),
})

export const faults: readonly Fault[] = [
  {
    name: 'the signaling server is killed, and started again after 5 s',
    access: 'cone',
    lastsMs: 5_000,
    expected: 'goes-on',
    limitMs: 1_000,
    why: 'the picture does not pass through it',
    begin: ({ servers }) => servers.killSignaling(),
    bites: ({ host }) => expectConnectionState(host, 'reconnecting'),
    end: ({ servers }) => servers.startSignaling(),
    // The apps are registered again by themselves: the code that the host shows now lets somebody in.
    heals: async ({ host }, lab) => {
      await expectConnectionState(host, 'live')
      await joinAsAnother(lab, host)
    },
  },
  {
    name: 'coturn is killed under a direct connection',
    access: 'cone',
    lastsMs: 5_000,
    expected: 'goes-on',
    limitMs: 1_000,
    why: 'it has no part in it',
    begin: ({ servers }) => servers.killRelay(),
    end: ({ servers }) => servers.startRelay(),
  },
  {
    name: 'coturn is killed under a relayed connection, and started again after 2 s',
    access: 'symmetric',
    lastsMs: 2_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'both ends notice the silence; an ICE restart then finds the new relay',
    begin: ({ servers }) => servers.killRelay(),
    end: ({ servers }) => servers.startRelay(),
  },
  {
    name: 'coturn is down for 30 s under a relayed connection',
    access: 'symmetric',
    lastsMs: 30_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'other paths are sought again and again; the first search that finds coturn finds one',
    begin: ({ servers }) => servers.killRelay(),
    bites: areTold,
    end: ({ servers }) => servers.startRelay(),
  },
  {
    name: "the viewer's address changes",
    access: 'cone',
    lastsMs: 0,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'ICE restart',
    ...move(VIEWER),
  },
  {
    name: "the host's address changes",
    access: 'cone',
    lastsMs: 0,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'ICE restart',
    ...move(HOST),
  },
  {
    name: 'the viewer is without network for 10 s',
    access: 'cone',
    lastsMs: 10_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'the old path answers again, and the picture begins anew with a whole frame',
    ...unplug(VIEWER),
  },
  {
    name: 'the host is without network for 10 s',
    access: 'cone',
    lastsMs: 10_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'the old path answers again, and the picture begins anew with a whole frame',
    ...unplug(HOST),
  },
  {
    name: 'the viewer is without network for 60 s',
    access: 'cone',
    lastsMs: 60_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'both show their tickets over a new connection to the server, then ICE restart',
    ...unplug(VIEWER),
  },
  {
    name: 'the host is without network for 60 s, and the signaling server is restarted meanwhile',
    access: 'cone',
    lastsMs: 60_000,
    expected: 'returns',
    limitMs: RETURN_LIMIT_MS,
    why: 'both come to the place that they have agreed on and show their tickets, then ICE restart',
    begin: async ({ network, servers }) => {
      network.homes[HOST].unplug()
      await servers.killSignaling()
      await servers.startSignaling()
    },
    bites: areTold,
    end: ({ network }, connection) => network.homes[HOST].plugIn(connection),
  },
  {
    name: '5 % of packets are lost',
    access: 'cone',
    lastsMs: 10_000,
    expected: 'goes-on',
    limitMs: 2_000,
    why: 'lost packets are sent again',
    ...lose(5),
  },
  {
    name: '20 % of packets are lost',
    access: 'cone',
    lastsMs: 10_000,
    expected: 'goes-on',
    limitMs: 5_000,
    why: 'the picture stutters while lost packets are sent again',
    ...lose(20),
  },
  {
    name: "the viewer's line carries 1 Mbit/s",
    access: 'cone',
    lastsMs: 15_000,
    expected: 'goes-on',
    limitMs: 8_000,
    why: 'the encoder is slowed down once its first burst has filled the line',
    begin: ({ network }) => network.homes[VIEWER].limit(1000),
    bites: (_session, { network }) =>
      expect
        .poll(() => network.homes[VIEWER].heldBack(), { message: 'packets wait', timeout: FELT_WITHIN_MS })
        .toBeGreaterThan(0),
    end: ({ network }) => network.homes[VIEWER].limit(null),
  },
]
