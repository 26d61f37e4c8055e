import { describe, expect, it } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './reports.ts'

describe('readVitestReport', () => {
  it('counts skipped tests and files that could not be loaded as failed', () => {
    const report = {
      numTotalTests: 7,
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'passed', assertionResults: [{}, {}, {}] },
        { status: 'failed', assertionResults: [{}, {}, {}, {}] },
        { status: 'failed', assertionResults: [] },
      ],
    }
    expect(readVitestReport(JSON.stringify(report))).toEqual({ passed: 4, failed: 4 })
  })
})

describe('readPlaywrightReport', () => {
  it('counts skipped and flaky tests, and errors outside tests, as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }
    expect(readPlaywrightReport(JSON.stringify(report))).toEqual({ passed: 5, failed: 5 })
  })
})
