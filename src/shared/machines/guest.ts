import type { Table } from './table.ts'

/**
 * One viewer as the host's app sees it: it proves that it knows the code, says who it is (`knocking` until then), waits
 * for the person's answer, gets its link, watches. Only `accept` leads from waiting to a link. Diagram: docs/machines
 */
export type GuestState = 'proving' | 'knocking' | 'waiting' | 'linking' | 'watching' | 'interrupted' | 'gone'

export type GuestInput = 'proved' | 'knocked' | 'accept' | 'linkUp' | 'linkLost' | 'leave'

export const guestTable: Table<GuestState, GuestInput> = {
  proving: {
    proved: 'knocking',
    knocked: 'proving',
    accept: 'proving',
    linkUp: 'proving',
    linkLost: 'proving',
    leave: 'gone',
  },
  knocking: {
    proved: 'knocking',
    knocked: 'waiting',
    accept: 'knocking',
    linkUp: 'knocking',
    linkLost: 'knocking',
    leave: 'gone',
  },
  waiting: {
    proved: 'waiting',
    knocked: 'waiting',
    accept: 'linking',
    linkUp: 'waiting',
    linkLost: 'waiting',
    leave: 'gone',
  },
  linking: {
    proved: 'linking',
    knocked: 'linking',
    accept: 'linking',
    linkUp: 'watching',
    linkLost: 'linking',
    leave: 'gone',
  },
  watching: {
    proved: 'watching',
    knocked: 'watching',
    accept: 'watching',
    linkUp: 'watching',
    linkLost: 'interrupted',
    leave: 'gone',
  },
  interrupted: {
    proved: 'interrupted',
    knocked: 'interrupted',
    accept: 'interrupted',
    linkUp: 'watching',
    linkLost: 'interrupted',
    leave: 'gone',
  },
  gone: {
    proved: 'gone',
    knocked: 'gone',
    accept: 'gone',
    linkUp: 'gone',
    linkLost: 'gone',
    leave: 'gone',
  },
}
