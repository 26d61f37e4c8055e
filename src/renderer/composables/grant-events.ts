import type { LocalGrant } from '#shared/protocol/grants.ts'

/** What happened to a viewer's grant, as far as the host's person has to hear of it wherever they are in the app. */
export type GrantEvent =
  'asksPoint' | 'asksControl' | 'points' | 'controls' | 'controlEnded' | 'pointingEnded'

type Hold = 'nothing' | 'question' | 'pointing' | 'control'

/** `paused` counts as control: it comes and goes with each touch of the host's own mouse. */
const holds: Readonly<Record<LocalGrant['state'], Hold>> = {
  none: 'nothing',
  asked: 'question',
  pointing: 'pointing',
  raising: 'pointing',
  controlling: 'control',
  paused: 'control',
}

/** Null where nothing is worth saying. */
export const grantEvent = (before: LocalGrant, after: LocalGrant): GrantEvent | null => {
  if (before.state === after.state) return null
  if (after.state === 'raising') return 'asksControl'
  if (after.state === 'asked') return after.level === 'control' ? 'asksControl' : 'asksPoint'
  const held = holds[before.state]
  const holding = holds[after.state]
  if (held === holding) return null
  if (holding === 'control') return 'controls'
  if (holding === 'pointing') return 'points'
  if (held === 'control') return 'controlEnded'
  return held === 'pointing' ? 'pointingEnded' : null
}
