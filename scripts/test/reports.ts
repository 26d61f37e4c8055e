/** What a step tried. A skipped test counts as failed: nothing is passed over in silence. */
export interface Report {
  readonly passed: number
  readonly failed: number
}

/** The fields used of Vitest's JSON report. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numTotalTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** Reads Vitest's JSON report. A file that could not even be loaded holds no tests, and counts as one failure. */
export const readVitestReport = (json: string): Report => {
  const report = JSON.parse(json) as VitestReport
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests + brokenFiles.length,
  }
}

/** The fields used of Playwright's JSON report. */
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly unknown[]
}

/** Reads Playwright's JSON report; `errors` are those outside any test, such as a missing browser. */
export const readPlaywrightReport = (json: string): Report => {
  const { stats, errors } = JSON.parse(json) as PlaywrightReport
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  }
}
