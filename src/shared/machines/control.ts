import type { Table } from './table.ts'

/**
 * What one viewer may do at the host beyond watching. Only `allowPoint` and `allowControl`, the answers of the host's
 * person to a question that is open, lead upwards. `raising` points already and asks for more; `paused` controls again
 * once the host's person leaves mouse and keyboard alone; `gone` is a viewer that has left. Diagram: docs/machines
 */
export type ControlState = 'none' | 'asked' | 'pointing' | 'raising' | 'controlling' | 'paused' | 'gone'

export type ControlStep =
  'ask' | 'allowPoint' | 'allowControl' | 'deny' | 'localInput' | 'localQuiet' | 'end' | 'leave'

export const controlTable: Table<ControlState, ControlStep> = {
  none: {
    ask: 'asked',
    allowPoint: 'none',
    allowControl: 'none',
    deny: 'none',
    localInput: 'none',
    localQuiet: 'none',
    end: 'none',
    leave: 'gone',
  },
  asked: {
    ask: 'asked',
    allowPoint: 'pointing',
    allowControl: 'controlling',
    deny: 'none',
    localInput: 'asked',
    localQuiet: 'asked',
    end: 'none',
    leave: 'gone',
  },
  pointing: {
    ask: 'raising',
    allowPoint: 'pointing',
    allowControl: 'pointing',
    deny: 'pointing',
    localInput: 'pointing',
    localQuiet: 'pointing',
    end: 'none',
    leave: 'gone',
  },
  raising: {
    ask: 'raising',
    allowPoint: 'pointing',
    allowControl: 'controlling',
    deny: 'pointing',
    localInput: 'raising',
    localQuiet: 'raising',
    end: 'none',
    leave: 'gone',
  },
  controlling: {
    ask: 'controlling',
    allowPoint: 'controlling',
    allowControl: 'controlling',
    deny: 'controlling',
    localInput: 'paused',
    localQuiet: 'controlling',
    end: 'none',
    leave: 'gone',
  },
  paused: {
    ask: 'paused',
    allowPoint: 'paused',
    allowControl: 'paused',
    deny: 'paused',
    localInput: 'paused',
    localQuiet: 'controlling',
    end: 'none',
    leave: 'gone',
  },
  gone: {
    ask: 'gone',
    allowPoint: 'gone',
    allowControl: 'gone',
    deny: 'gone',
    localInput: 'gone',
    localQuiet: 'gone',
    end: 'gone',
    leave: 'gone',
  },
}
