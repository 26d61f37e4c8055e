import { inject, type InjectionKey } from 'vue'
import type { Platform } from './platform.ts'

export const platformKey: InjectionKey<Platform> = Symbol('platform')

/** The platform that main.ts provided; usable in components and stores. */
export const usePlatform = (): Platform => {
  const platform = inject(platformKey)
  if (!platform) throw new Error('no platform was provided')
  return platform
}
