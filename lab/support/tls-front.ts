import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createServer } from 'node:tls'

/**
 * `node tls-front.ts <certificate> <key> <port behind> <address…>`: takes TLS on port 443 and passes what is in it on to
 * 127.0.0.1, as a proxy in front of the signaling server does.
 */
const [certificate = '', key = '', port = '', ...addresses] = process.argv.slice(2)
const credentials = { cert: readFileSync(certificate), key: readFileSync(key) }

for (const address of addresses) {
  createServer(credentials, (outside) => {
    const inside = connect(Number(port), '127.0.0.1')
    outside.pipe(inside).pipe(outside)
    outside.on('error', () => inside.destroy())
    inside.on('error', () => outside.destroy())
    inside.on('close', () => outside.destroy())
  })
    .on('tlsClientError', () => undefined)
    .listen(443, address, () => console.log(`listening on ${address}`))
}
