import { parseArgs } from 'node:util'
import { runStep, type StepOutcome } from './test/run-step.ts'
import { steps } from './test/steps.ts'

/**
 * `npm test`: every check of the project, in order, up to the first that fails.
 *   --keep-going         runs the others all the same
 *   --except test:e2e    leaves a step out, for systems that cannot run it; may be repeated
 */
const { values } = parseArgs({
  options: { 'keep-going': { type: 'boolean', default: false }, except: { type: 'string', multiple: true } },
})
const leftOut = new Set(values.except)
const unknown = [...leftOut].filter((script) => steps.every((step) => step.script !== script))
if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}`)

const describe = ({ script, durationMs, passed, failed }: StepOutcome): string =>
  `${failed === 0 ? 'ok  ' : 'FAIL'}  ${script.padEnd(18)}${(durationMs / 1000).toFixed(1).padStart(7)} s  ${String(passed)} passed, ${String(failed)} failed`

const outcomes: StepOutcome[] = []
const wanted = steps.filter(({ script }) => !leftOut.has(script))
const notHere = wanted.flatMap(({ script, lacks }) => {
  const reason = lacks?.()
  return reason === undefined ? [] : [{ script, reason }]
})
const possible = wanted.filter(({ script }) => notHere.every((it) => it.script !== script))
for (const step of possible) {
  console.log(`\n> ${step.script}`)
  const outcome = await runStep(step)
  outcomes.push(outcome)
  if (outcome.failed > 0 && !values['keep-going']) break
}

const sum = (count: (outcome: StepOutcome) => number): number =>
  outcomes.reduce((total, outcome) => total + count(outcome), 0)
const failed = sum((outcome) => outcome.failed)

console.log(`\n${outcomes.map(describe).join('\n')}`)
for (const script of leftOut) console.log(`--    ${script} was left out on request`)
for (const { script, reason } of notHere) console.log(`--    ${script} was not run: ${reason}`)
const notReached = possible.length - outcomes.length
if (notReached > 0) console.log(`--    ${String(notReached)} further steps were not reached`)
console.log(`\n${String(sum((outcome) => outcome.passed))} passed, ${String(failed)} failed`)
if (failed > 0) process.exitCode = 1
