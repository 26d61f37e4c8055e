import type { Table } from './table.ts'

/**
 * The host's session. `choosing` lasts while the person picks what to share, `opening` until the server has given a
 * room. Diagram: docs/machines
 */
export type HostState = 'idle' | 'choosing' | 'opening' | 'sharing' | 'paused' | 'ended'

export type HostInput = 'start' | 'captured' | 'opened' | 'pause' | 'resume' | 'end'

export const hostTable: Table<HostState, HostInput> = {
  idle: {
    start: 'choosing',
    captured: 'idle',
    opened: 'idle',
    pause: 'idle',
    resume: 'idle',
    end: 'ended',
  },
  choosing: {
    start: 'choosing',
    captured: 'opening',
    opened: 'choosing',
    pause: 'choosing',
    resume: 'choosing',
    end: 'ended',
  },
  opening: {
    start: 'opening',
    captured: 'opening',
    opened: 'sharing',
    pause: 'opening',
    resume: 'opening',
    end: 'ended',
  },
  sharing: {
    start: 'sharing',
    captured: 'sharing',
    opened: 'sharing',
    pause: 'paused',
    resume: 'sharing',
    end: 'ended',
  },
  paused: {
    start: 'paused',
    captured: 'paused',
    opened: 'paused',
    pause: 'paused',
    resume: 'sharing',
    end: 'ended',
  },
  ended: {
    start: 'ended',
    captured: 'ended',
    opened: 'ended',
    pause: 'ended',
    resume: 'ended',
    end: 'ended',
  },
}
