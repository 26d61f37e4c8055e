const many = '1000000'

/** Settings under which no limit stands between a message and the code that it is meant for. */
export const unlimited = {
  LIMIT_SOCKETS_PER_MINUTE: many,
  LIMIT_OPEN_SOCKETS: many,
  LIMIT_OPEN_SOCKETS_TOTAL: many,
  LIMIT_CREATES_PER_10_MINUTES: many,
  LIMIT_FAILED_CLAIMS_PER_10_MINUTES: many,
  LIMIT_CLAIMS_PER_ROOM_PER_MINUTE: many,
  LIMIT_UNPROVED_CLAIMS_PER_SECOND: many,
  LIMIT_REQUESTS_PER_SECOND: '100000',
  LIMIT_SIGNALS_PER_SECOND: '100000',
  LIMIT_SIGNAL_BYTES_PER_SECOND: '1000000000',
  RESUME_GRACE_SECONDS: '5',
  CODE_TTL_SECONDS: '20',
} as const
