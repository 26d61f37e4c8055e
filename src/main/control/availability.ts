import type { ControlAvailability, ControlRefusal } from '#shared/protocol/grants.ts'

export interface AvailabilityFacts {
  readonly platform: NodeJS.Platform
  /**
   * Wayland lets no program press keys for another, unless its portal does, which is asked only where the person has
   * switched that on; `missing` once it was found that there is none; null for all other systems.
   */
  readonly portal: 'off' | 'on' | 'missing' | null
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
  const { platform, portal, isTrusted, hasFailed, source } = facts
  const system = !platforms.includes(platform) ? 'unsupported' : null
  const own = hasFailed || portal === 'missing' ? 'unsupported' : isTrusted ? null : 'permission-missing'
  return {
    // No window can be put in a place under Wayland, so that no pointer can be drawn above the screen.
    point: system ?? (portal === null ? source : 'wayland'),
    control: system ?? (portal === 'off' ? 'wayland' : (source ?? own)),
  }
}
