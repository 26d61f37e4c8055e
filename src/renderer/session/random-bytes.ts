import type { RandomBytes } from '#shared/code.ts'

export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
