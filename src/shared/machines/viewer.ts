import type { Table } from './table.ts'

/**
 * The viewer's session, from the typed code to the picture. Diagram: docs/machines
 */
export type ViewerState =
  'idle' | 'claiming' | 'proving' | 'waiting' | 'linking' | 'watching' | 'interrupted' | 'ended'

export type ViewerInput = 'join' | 'claimed' | 'proved' | 'admitted' | 'linkUp' | 'linkLost' | 'end'

export const viewerTable: Table<ViewerState, ViewerInput> = {
  idle: {
    join: 'claiming',
    claimed: 'idle',
    proved: 'idle',
    admitted: 'idle',
    linkUp: 'idle',
    linkLost: 'idle',
    end: 'ended',
  },
  claiming: {
    join: 'claiming',
    claimed: 'proving',
    proved: 'claiming',
    admitted: 'claiming',
    linkUp: 'claiming',
    linkLost: 'claiming',
    end: 'ended',
  },
  proving: {
    join: 'proving',
    claimed: 'proving',
    proved: 'waiting',
    admitted: 'proving',
    linkUp: 'proving',
    linkLost: 'proving',
    end: 'ended',
  },
  waiting: {
    join: 'waiting',
    claimed: 'waiting',
    proved: 'waiting',
    admitted: 'linking',
    linkUp: 'waiting',
    linkLost: 'waiting',
    end: 'ended',
  },
  linking: {
    join: 'linking',
    claimed: 'linking',
    proved: 'linking',
    admitted: 'linking',
    linkUp: 'watching',
    linkLost: 'linking',
    end: 'ended',
  },
  watching: {
    join: 'watching',
    claimed: 'watching',
    proved: 'watching',
    admitted: 'watching',
    linkUp: 'watching',
    linkLost: 'interrupted',
    end: 'ended',
  },
  interrupted: {
    join: 'interrupted',
    claimed: 'interrupted',
    proved: 'interrupted',
    admitted: 'interrupted',
    linkUp: 'watching',
    linkLost: 'interrupted',
    end: 'ended',
  },
  ended: {
    join: 'ended',
    claimed: 'ended',
    proved: 'ended',
    admitted: 'ended',
    linkUp: 'ended',
    linkLost: 'ended',
    end: 'ended',
  },
}
