import type { LocalGrant } from '#shared/protocol/grants.ts'
import type { HostControlSnapshot } from '../session/snapshots.ts'

/** A viewer that watches, and no more. */
export const noGrant: LocalGrant = { state: 'none', reason: null }

/** A host at which everything can be asked for. */
export const fullControl: HostControlSnapshot = {
  availability: { point: null, control: null },
  pointer: { kind: 'exact' },
  obstacle: null,
  answersHere: false,
}
