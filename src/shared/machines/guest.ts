import type { Table } from './table.ts'

/**
 * One viewer as the host's app sees it: it proves that it knows the code, waits for the person's answer, gets its
 * link, watches. Only `accept` leads from waiting to a link. Diagram: docs/machines/guest.md
 */
export type GuestState = 'proving' | 'waiting' | 'linking' | 'watching' | 'interrupted' | 'gone'

export type GuestInput = 'proved' | 'accept' | 'linkUp' | 'linkLost' | 'leave'

export const guestTable: Table<GuestState, GuestInput> = {
  proving: {
    proved: 'waiting',
    accept: 'proving',
    linkUp: 'proving',
    linkLost: 'proving',
    leave: 'gone',
  },
  waiting: {
    proved: 'waiting',
    accept: 'linking',
    linkUp: 'waiting',
    linkLost: 'waiting',
    leave: 'gone',
  },
  linking: {
    proved: 'linking',
    accept: 'linking',
    linkUp: 'watching',
    linkLost: 'linking',
    leave: 'gone',
  },
  watching: {
    proved: 'watching',
    accept: 'watching',
    linkUp: 'watching',
    linkLost: 'interrupted',
    leave: 'gone',
  },
  interrupted: {
    proved: 'interrupted',
    accept: 'interrupted',
    linkUp: 'watching',
    linkLost: 'interrupted',
    leave: 'gone',
  },
  gone: {
    proved: 'gone',
    accept: 'gone',
    linkUp: 'gone',
    linkLost: 'gone',
    leave: 'gone',
  },
}
