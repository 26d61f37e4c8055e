import { laboratoryLacks } from '../../lab/support/namespace.ts'
import { type Report, readPlaywrightReport, readVitestReport } from './reports.ts'

/** One step of `npm test`: an npm script, and how to count what it tried. */
export interface Step {
  readonly script: string
  /** How the script is made to write the report that `readReport` takes; without one the step counts as one test. */
  readonly report?: {
    args(path: string): readonly string[]
    env(path: string): Readonly<Record<string, string>>
    read(json: string): Report
  }
  /** Why it cannot run on this system, where it need not; undefined where it can. */
  readonly lacks?: () => string | undefined
}

const vitestReport: Step['report'] = {
  args: (path) => ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
  env: () => ({}),
  read: readVitestReport,
}

const playwrightReport: Step['report'] = {
  args: () => ['--reporter=list,json'],
  env: (path) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: path }),
  read: readPlaywrightReport,
}

/** Cheapest first, so that a slip shows early. */
export const steps: readonly Step[] = [
  { script: 'test:system' },
  { script: 'format:check' },
  { script: 'lint' },
  { script: 'types' },
  { script: 'layers' },
  { script: 'test:unit', report: vitestReport },
  { script: 'test:integration', report: vitestReport },
  { script: 'test:guessing', report: vitestReport },
  { script: 'test:turn', report: vitestReport },
  {
    script: 'test:control',
    report: vitestReport,
    lacks: () => (process.platform === 'linux' ? undefined : 'there is no X server'),
  },
  { script: 'build' },
  { script: 'test:packaging', report: vitestReport },
  { script: 'test:e2e', report: playwrightReport },
  { script: 'test:nat:short', report: playwrightReport, lacks: laboratoryLacks },
]
