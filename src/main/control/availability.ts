import type { ControlAvailability, ControlRefusal } from '#shared/protocol/grants.ts'

export interface AvailabilityFacts {
  readonly platform: NodeJS.Platform
  /** Wayland lets no program press keys for another, and says of no capture where it is on the screen. */
  readonly throughPortal: boolean
  /** macOS: whether the system lets this app control the computer. */
  readonly isTrusted: boolean
  /** The injector's process could not be kept alive. */
  readonly hasFailed: boolean
  /** What is shared stands in the way; null if it does not. */
  readonly source: ControlRefusal | null
}

const platforms: readonly NodeJS.Platform[] = ['linux', 'win32', 'darwin']

/** What a viewer can ask for here and now. */
export const availability = (facts: AvailabilityFacts): ControlAvailability => {
  const { platform, throughPortal, isTrusted, hasFailed, source } = facts
  const refusal = (): ControlRefusal | null => {
    if (!platforms.includes(platform) || hasFailed) return 'unsupported'
    if (throughPortal) return 'wayland'
    if (source !== null) return source
    return isTrusted ? null : 'permission-missing'
  }
  // Nothing shows a viewer's pointer on this screen yet.
  return { point: 'unsupported', control: refusal() }
}
