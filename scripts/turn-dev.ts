import { randomBytes } from 'node:crypto'
import { loopbackExceptions, startCoturn } from '../deploy/coturn/local.ts'
import { findProgram } from '../e2e/support/programs.ts'

/**
 * `npm run turn:dev`: coturn on this machine alone, in the configuration of deploy/coturn, until Ctrl+C.
 *   TURN_PORT, TURN_SECRET   3478, and one made up anew; STUN at the port after it as well
 */
const ADDRESS = '127.0.0.1'
const port = Number(process.env.TURN_PORT ?? '3478')
const secondPort = port + 1
const secret = process.env.TURN_SECRET ?? randomBytes(18).toString('base64url')

const program = findProgram('turnserver')
if (program === undefined) {
  console.error(
    'coturn is missing: `sudo apt-get install coturn`, or name its turnserver in TURNSERVER_PATH.',
  )
  process.exitCode = 1
} else {
  const coturn = await startCoturn({
    command: [program],
    addresses: [ADDRESS],
    port,
    secondPort,
    secret,
    exceptions: loopbackExceptions,
  })
  console.log(`coturn relays on ${ADDRESS}:${String(port)}, hardened as in deploy/coturn/turnserver.conf, except that for
this machine alone it may relay to itself: ${loopbackExceptions.join(', ')}

In another terminal:
  STUN_URLS=stun:${ADDRESS}:${String(port)},stun:${ADDRESS}:${String(secondPort)} \\
  TURN_URLS='turn:${ADDRESS}:${String(port)}?transport=udp,turn:${ADDRESS}:${String(port)}?transport=tcp' \\
  TURN_SECRET=${secret} npm run serve

Then curl http://127.0.0.1:7300/readyz says "turn":"ok". Ctrl+C ends the relay.`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void coturn.stop())
}
