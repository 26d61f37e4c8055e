/** Why the system gives no control. Sentences are main's. */
export const portalRefusals = [
  /** The person said no to the system. */
  'denied',
  /** No portal that could, as on desktops that have none for it. */
  'missing',
  /** Not mouse and keyboard both, or not one whole screen. */
  'unsuitable',
  /** It ended the question by itself, or never came to one: it, the bus or the process was lost, or made no sense. */
  'failed',
] as const
export type PortalRefusal = (typeof portalRefusals)[number]

export class PortalError extends Error {
  readonly refusal: PortalRefusal

  constructor(refusal: PortalRefusal, options?: ErrorOptions) {
    super(refusal, options)
    this.refusal = refusal
  }
}

/** Null for whatever else went wrong. */
export const refusalOf = (error: unknown): PortalRefusal | null =>
  error instanceof PortalError ? error.refusal : null
