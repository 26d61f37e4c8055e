import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { failure } from '#shared/errors.ts'
import type { InvokeChannel, Payload, Reply, SendChannel } from '#shared/ipc/bridge.ts'
import { invokes, sends } from '#shared/ipc/contract.ts'
import { parse } from '#shared/protocol/parse.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Log } from '../log/log.ts'
import { isOwnTopFrame } from '../origin.ts'

type MaybePromise<T> = T | Promise<T>

/** One handler for each channel that the renderer asks at. */
export type InvokeHandlers = {
  readonly [C in InvokeChannel]: (payload: Payload<C>) => MaybePromise<Result<Reply<C>>>
}
/** One for each that it only speaks at. */
export type SendHandlers = { readonly [C in SendChannel]: (payload: Payload<C>) => void }

export interface RouterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>
  readonly owns: (url: string) => boolean
  readonly log: Log
}

type Sender = Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>

/** What the page gets to see of a failure; the cause stays here. */
const publicFailure = ({ error }: { readonly error: { readonly code: Parameters<typeof failure>[0] } }) =>
  err(failure(error.code))

/**
 * Connects the handlers to the renderer; nothing else uses ipcMain. A message from elsewhere, or a malformed one, reaches
 * no handler: it is logged, and answered with a failure that says so.
 */
export const routeIpc = (
  { ipcMain, owns, log }: RouterOptions,
  invokeHandlers: InvokeHandlers,
  sendHandlers: SendHandlers,
): void => {
  const admit = <S extends Parameters<typeof parse>[0]>(
    channel: string,
    event: Sender,
    schema: S,
    payload: unknown,
  ) => {
    if (!isOwnTopFrame(event.senderFrame, owns)) {
      log.warn('ipc refused', { channel, reason: 'sender' })
      return err(failure('not-allowed'))
    }
    const parsed = parse(schema, payload)
    if (!parsed.ok) log.warn('ipc refused', { channel, reason: 'payload' })
    return parsed
  }

  const routeInvoke = (channel: InvokeChannel): void => {
    const { payload: payloadSchema, reply: replySchema } = invokes[channel]
    const handler = invokeHandlers[channel] as (payload: unknown) => MaybePromise<Result<unknown>>
    ipcMain.handle(channel, async (event, payload: unknown): Promise<Result<unknown>> => {
      const admitted = admit(channel, event, payloadSchema, payload)
      if (!admitted.ok) return publicFailure(admitted)
      try {
        const answer = await handler(admitted.value)
        if (!answer.ok) return publicFailure(answer)
        // Rebuilt like everything that crosses a boundary: what the contract does not name stays in main.
        const reply = parse(replySchema, answer.value)
        if (!reply.ok) throw new Error(`the reply to ${channel} is not as agreed`)
        return ok(reply.value)
      } catch (cause) {
        log.error(`${channel} failed`, cause)
        return err(failure('internal'))
      }
    })
  }

  const routeSend = (channel: SendChannel): void => {
    const handler = sendHandlers[channel] as (payload: unknown) => void
    ipcMain.on(channel, (event, payload: unknown) => {
      const admitted = admit(channel, event, sends[channel].payload, payload)
      if (admitted.ok) handler(admitted.value)
    })
  }

  for (const channel of Object.keys(invokes) as InvokeChannel[]) routeInvoke(channel)
  for (const channel of Object.keys(sends) as SendChannel[]) routeSend(channel)
}
