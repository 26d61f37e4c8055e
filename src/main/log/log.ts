/**
 * What happened, as short facts. Never a code, a name, an address of a person, SDP or anything typed: the fields are
 * scalars, so that nothing slips in as part of something larger.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** `cause` is logged by name, message and stack. */
  error(message: string, cause: unknown): void
}

/** Where lines go; each ends in a line feed. */
export interface LogSink {
  write(line: string): void
}

const describeCause = (cause: unknown): LogFields =>
  cause instanceof Error
    ? { error: `${cause.name}: ${cause.message}`, stack: cause.stack ?? null }
    : { error: String(cause) }

/** JSON lines with the time in ISO 8601, as the signaling server writes them. */
export const createLog = (sink: LogSink, now: () => number): Log => {
  const write = (level: string, message: string, fields: LogFields = {}): void =>
    sink.write(`${JSON.stringify({ level, time: new Date(now()).toISOString(), msg: message, ...fields })}\n`)
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, cause) => write('error', message, describeCause(cause)),
  }
}
