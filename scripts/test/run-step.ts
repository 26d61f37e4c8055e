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

/** A step whose command failed has failed, whatever its report says; a step that passed without a report is one test. */
const judge = (exitCode: number, report: Report | undefined): Report => {
  const counted = report ?? { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 }
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
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
