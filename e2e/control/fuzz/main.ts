import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

/**
 * `npm run fuzz:control`: a million messages on the channels of control, right, nearly right and wrong, through the real
 * parsers, grants and gate. Half of them from a viewer that was given nothing, of which nothing may be injected; half
 * from one that controls, whose every input must land on the shared display.
 *   --messages 1000000  --seed 20261121
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20261121' },
  },
})
const seed = Number(values.seed)
const messages = Math.floor(Number(values.messages) / 2)
let isSound = true
for (const isGranted of [false, true]) {
  const startedMs = performance.now()
  const { parsed, injected, astray, held } = await fuzz({ seed, messages, isGranted })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(
    `${isGranted ? 'with control' : 'without a grant'}: ${messages} messages in ${seconds} s, ${parsed} inputs past the parsers, ${injected} commands injected, ${astray.length} astray, ${held.length} held at the end`,
  )
  isSound &&= astray.length === 0 && held.length === 0 && (isGranted ? injected > 0 : injected === 0)
}
if (!isSound) process.exitCode = 1
