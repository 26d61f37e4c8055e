import type { Point } from '#shared/geometry.ts'
import type { PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'

/**
 * Mouse and keyboard of one system. A backend does what it is told: who may press what, and where, was decided before.
 * Points are pixels of the desktop that all displays make together: physical ones, on macOS its own points.
 */
export interface Backend {
  /** Where the system gives one screen and no more: the size of that, which points are of, from its corner. */
  readonly screen?: { readonly width: number; readonly height: number }
  move(to: Point): void
  button(button: PointerButton, pressed: boolean): void
  /** In 120ths of a notch; positive is down and right. Less than a notch is kept for the next one where it must be. */
  wheel(dx: number, dy: number): void
  /** A physical key. Pressed while it is down, it repeats where the system does not repeat by itself. */
  key(code: KeyCode, pressed: boolean): void
  /**
   * Types characters whatever the layout is. Nothing may be injected until it is settled. Throws, with nothing typed from
   * then on, once the signal says that it is not wanted any more.
   */
  text(text: string, signal: AbortSignal): Promise<void>
  /** Where what was told waits for its turn: what presses, moves or types does not happen any more. */
  drop?(): void
  /** Where the pointer is; null where that is not told. */
  cursor(): Point | null
  /** Whether the person at this computer used mouse or keyboard since this was asked last. */
  tookLocalInput(): boolean
  /** Puts everything back that it changed; where what was told before takes its time, resolves after that. */
  close(): void | Promise<void>
}

export const closedReasons = ['revoked', 'failed'] as const
export type ClosedReason = (typeof closedReasons)[number]

export interface BackendEvents {
  /** The system refused an input, and said so. Windows does not say so of windows with higher rights. */
  onRefused(): void
  /** Some characters of a text may have no key here, and the system does not say whether they were typed. */
  onUncertainText(): void
  /** Nothing is pressed any more: mouse and keyboard were taken back, in the system, or what gave them was lost. */
  onClosed(reason: ClosedReason): void
}
