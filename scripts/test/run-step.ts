import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitOf, startNode } from '../lib/run.ts'
import type { Report } from './reports.ts'
import type { Step } from './steps.ts'

export interface StepOutcome extends Report {
  readonly script: string
  readonly durationMs: number
}

/** A step counts as one test, unless its report knows better. */
const judge = (exitCode: number, report: Report | undefined): Report => {
  if (report === undefined) return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  // Whatever a report says, its command must have passed, and must have tried something.
  const isHollow = report.failed === 0 && (exitCode !== 0 || report.passed === 0)
  return isHollow ? { ...report, failed: 1 } : report
}

/** Runs one step in this terminal and counts its tests. */
export const runStep = async ({ script, report }: Step): Promise<StepOutcome> => {
  const folder = await mkdtemp(join(tmpdir(), 'beckon-test-'))
  const reportPath = join(folder, 'report.json')
  const startedMs = performance.now()
  try {
    const args = report?.args(reportPath) ?? []
    const child = startNode(['--run', script, '--', ...args], { env: { ...report?.env(reportPath) } })
    const exitCode = await exitOf(child)
    const counted =
      report && existsSync(reportPath) ? report.read(await readFile(reportPath, 'utf8')) : undefined
    return { script, durationMs: performance.now() - startedMs, ...judge(exitCode, counted) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
