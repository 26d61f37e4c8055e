import { failure } from '#shared/errors.ts'
import type { Payload } from '#shared/ipc/bridge.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import type { ControlRefusal } from '#shared/protocol/grants.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What the page can ask of control; the answers are main's. */
export interface ControlPort {
  readonly report: ControlReport
  /** What the system says to control, whatever is shared; null where it has no objection. */
  readonly systemRefusal: ControlRefusal | null
  request(request: Payload<'control:request'>): Promise<Result<undefined>>
  extend(guestId: string): Promise<Result<undefined>>
  openSettings(): Promise<Result<undefined>>
  input(input: Payload<'control:input'>): void
  end(end: Payload<'control:end'>): void
}

/** Where nobody can control this computer, for a reason that does not change while the app runs. */
export const refuseControl = (refusal: ControlRefusal): ControlPort => {
  const refuse = () => Promise.resolve(err(failure('not-allowed')))
  return {
    report: {
      availability: { point: refusal, control: refusal },
      grants: [],
      pointer: { kind: 'unchecked' },
      obstacle: null,
    },
    systemRefusal: refusal,
    request: refuse,
    extend: refuse,
    openSettings: () => Promise.resolve(ok(undefined)),
    input: () => undefined,
    end: () => undefined,
  }
}
