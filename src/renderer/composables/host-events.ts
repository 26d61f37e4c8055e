import { findingEvents, type FindingEvent } from './finding-events.ts'
import { grantEvent, type GrantEvent } from './grant-events.ts'
import type { AdmittedGuest, GuestSnapshot, HostNotice, HostSnapshot } from '../session/snapshots.ts'

/** What happened between two snapshots of the host's session, as far as it is worth saying. */
export type HostEvent =
  | {
      readonly kind:
        'sharing' | 'paused' | 'resumed' | 'newCode' | 'codeExpired' | 'serverLost' | 'serverBack' | 'stopped'
    }
  | { readonly kind: 'asked' | 'joined' | 'interrupted' | 'gone' | GrantEvent; readonly name: string }
  | (FindingEvent & { readonly name: string })
  | { readonly kind: 'notice'; readonly notice: HostNotice }

type OpenHost = Extract<HostSnapshot, { kind: 'open' }>

const guestEvent = (before: GuestSnapshot | undefined, after: GuestSnapshot): HostEvent[] => {
  if (before?.state === after.state) return []
  switch (after.state) {
    case 'waiting':
      return [{ kind: 'asked', name: after.name }]
    case 'watching':
      return [{ kind: 'joined', name: after.name }]
    case 'interrupted':
      return [{ kind: 'interrupted', name: after.name }]
    case 'linking':
      return []
  }
}

/** Those who come or go are told of by that alone. */
const grantEvents = (before: GuestSnapshot | undefined, { grant, name }: GuestSnapshot): HostEvent[] => {
  const kind = before ? grantEvent(before.grant, grant) : null
  return kind ? [{ kind, name }] : []
}

const isConnecting = (guest: GuestSnapshot | undefined): guest is AdmittedGuest =>
  guest?.state === 'linking' || guest?.state === 'interrupted'

/** What stands in the way of a connection that is there is of no use. */
const foundEvents = (before: GuestSnapshot | undefined, after: GuestSnapshot): HostEvent[] => {
  if (!isConnecting(after)) return []
  const known = isConnecting(before) ? before.findings : undefined
  return findingEvents(known, after.findings).map((event) => ({ ...event, name: after.name }))
}

const guestEvents = (before: OpenHost, after: OpenHost): HostEvent[] => {
  const known = new Map(before.guests.map((guest) => [guest.id, guest]))
  const present = new Set(after.guests.map(({ id }) => id))
  return [
    ...after.guests.flatMap((guest) => {
      const was = known.get(guest.id)
      return [...guestEvent(was, guest), ...grantEvents(was, guest), ...foundEvents(was, guest)]
    }),
    ...before.guests
      .filter(({ id }) => !present.has(id))
      .map(({ name }): HostEvent => ({ kind: 'gone', name })),
  ]
}

const codeEvents = (before: OpenHost['code'], after: OpenHost['code']): HostEvent[] => {
  if (before.kind === after.kind) return []
  if (after.kind === 'ready') return [{ kind: 'newCode' }]
  return after.kind === 'expired' ? [{ kind: 'codeExpired' }] : []
}

const openEvents = (before: OpenHost, after: OpenHost): HostEvent[] => {
  const guests = guestEvents(before, after)
  const { notice } = after
  const noticed: HostEvent[] = notice && notice !== before.notice ? [{ kind: 'notice', notice }] : []
  return [
    // A notice about a lost viewer says more than that somebody is gone.
    ...(notice?.kind === 'guest-lost' && noticed.length > 0
      ? guests.filter((event) => event.kind !== 'gone' || event.name !== notice.name)
      : guests),
    ...noticed,
    ...(before.paused === after.paused ? [] : [{ kind: after.paused ? 'paused' : 'resumed' } as const]),
    ...(before.server === after.server
      ? []
      : [{ kind: after.server === 'online' ? 'serverBack' : 'serverLost' } as const]),
    ...codeEvents(before.code, after.code),
  ]
}

export const hostEvents = (before: HostSnapshot, after: HostSnapshot): HostEvent[] => {
  if (before.kind === 'open' && after.kind === 'open') return openEvents(before, after)
  if (after.kind === 'open') return [{ kind: 'sharing' }]
  // A failure is said by the alert that explains it.
  if (after.kind === 'ended' && before.kind === 'open' && !after.failure) return [{ kind: 'stopped' }]
  return []
}
