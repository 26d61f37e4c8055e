import { inject, type InjectionKey } from 'vue'

/** `inject` for what the app always provides; its absence is a bug in how a component was mounted. */
export const injectRequired = <T>(key: InjectionKey<T>): T => {
  const value = inject(key)
  if (value === undefined) throw new Error(`nothing provided for ${String(key)}`)
  return value
}
