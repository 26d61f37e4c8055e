import type { Table } from './table.ts'

/**
 * One peer connection. `interrupted` is a path that stopped answering and may come back; `closed` is for good.
 * Diagram: docs/machines
 */
export type LinkState = 'new' | 'negotiating' | 'connected' | 'interrupted' | 'closed'

export type LinkInput = 'negotiated' | 'pathUp' | 'pathLost' | 'close'

export const linkTable: Table<LinkState, LinkInput> = {
  new: {
    negotiated: 'negotiating',
    pathUp: 'connected',
    pathLost: 'new',
    close: 'closed',
  },
  negotiating: {
    negotiated: 'negotiating',
    pathUp: 'connected',
    pathLost: 'negotiating',
    close: 'closed',
  },
  connected: {
    negotiated: 'connected',
    pathUp: 'connected',
    pathLost: 'interrupted',
    close: 'closed',
  },
  interrupted: {
    negotiated: 'interrupted',
    pathUp: 'connected',
    pathLost: 'interrupted',
    close: 'closed',
  },
  closed: {
    negotiated: 'closed',
    pathUp: 'closed',
    pathLost: 'closed',
    close: 'closed',
  },
}
