import type { Table } from './table.ts'

/**
 * Bringing the desktop app up to date. `found` waits for a session to end before anything is downloaded; `ready` waits
 * for the app to be restarted. Diagram: docs/machines
 */
export type UpdateState = 'idle' | 'checking' | 'current' | 'found' | 'downloading' | 'ready' | 'failed'

export type UpdateInput = 'check' | 'none' | 'found' | 'download' | 'interrupt' | 'downloaded' | 'fail'

export const updateTable: Table<UpdateState, UpdateInput> = {
  idle: {
    check: 'checking',
    none: 'idle',
    found: 'idle',
    download: 'idle',
    interrupt: 'idle',
    downloaded: 'idle',
    fail: 'idle',
  },
  checking: {
    check: 'checking',
    none: 'current',
    found: 'found',
    download: 'checking',
    interrupt: 'checking',
    downloaded: 'checking',
    fail: 'failed',
  },
  current: {
    check: 'checking',
    none: 'current',
    found: 'current',
    download: 'current',
    interrupt: 'current',
    downloaded: 'current',
    fail: 'current',
  },
  found: {
    check: 'found',
    none: 'found',
    found: 'found',
    download: 'downloading',
    interrupt: 'found',
    downloaded: 'found',
    fail: 'found',
  },
  downloading: {
    check: 'downloading',
    none: 'downloading',
    found: 'downloading',
    download: 'downloading',
    interrupt: 'found',
    downloaded: 'ready',
    fail: 'failed',
  },
  // The installer did not start: it is downloaded, but the person has to hear of it.
  ready: {
    check: 'ready',
    none: 'ready',
    found: 'ready',
    download: 'ready',
    interrupt: 'ready',
    downloaded: 'ready',
    fail: 'failed',
  },
  failed: {
    check: 'checking',
    none: 'failed',
    found: 'failed',
    download: 'failed',
    interrupt: 'failed',
    downloaded: 'failed',
    fail: 'failed',
  },
}
