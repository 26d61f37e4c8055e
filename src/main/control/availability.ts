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
  // No window can be put in a place under Wayland, either.
  const common = !platforms.includes(platform) ? 'unsupported' : throughPortal ? 'wayland' : source
  const own = hasFailed ? 'unsupported' : isTrusted ? null : 'permission-missing'
  return { point: common, control: common ?? own }
}
