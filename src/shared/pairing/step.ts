import { failure } from '../errors.ts'
import type { PairingMessage } from '../protocol/pairing-messages.ts'
import { err, type Result } from '../result.ts'

type MessageType = PairingMessage['type']
export type MessageOf<Type extends MessageType> = Extract<PairingMessage, { type: Type }>

/** The place in a run where the other side's next message is awaited. */
export interface Step<Outcome> {
  /**
   * Takes that message, whatever it is: the step is spent and the run goes on, or is over with the failure. Throws when
   * called again, for a second answer from the same scalar would be another guess for free.
   */
  readonly receive: (message: PairingMessage) => Result<Outcome>
}

/** A message to send at once, and what then comes next. */
export interface Move<Type extends MessageType, Outcome> {
  readonly message: MessageOf<Type>
  readonly next: Step<Outcome>
}

/**
 * A step that expects one type of message. `pair-abort` gives the code that the other side, or the server in its
 * name, gives for ending the run; any other type is `bad-request`.
 */
export const awaitMessage = <Type extends MessageType, Outcome>(
  type: Type,
  take: (message: MessageOf<Type>) => Result<Outcome>,
): Step<Outcome> => {
  const isExpected = (message: PairingMessage): message is MessageOf<Type> => message.type === type
  let spent = false
  return {
    receive: (message) => {
      if (spent) throw new Error(`the step that awaits ${type} has been taken`)
      spent = true
      if (isExpected(message)) return take(message)
      return err(failure(message.type === 'pair-abort' ? message.code : 'bad-request'))
    },
  }
}
