import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { root } from '../../scripts/lib/paths.ts'
import { type Access, accesses, accessNames } from './access.ts'
import { faults } from './faults.ts'
import type { Family } from './network.ts'

/** What a test attaches, by the attachment's name. */
export interface Findings {
  readonly cell: Found & { readonly host: Access; readonly viewer: Access }
  readonly family: Found & { readonly host: Family; readonly viewer: Family }
  readonly fault: { readonly fault: string; readonly outcome: string; readonly why: string }
}

interface Found {
  readonly route: string
  readonly firstFrameMs: number
}

const page = join(root, 'docs/connectivity.md')
const FAMILY_CELLS = 3

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const found = ({ route, firstFrameMs }: Found): string => `${route}, ${(firstFrameMs / 1000).toFixed(1)} s`
const familyNames = { ipv4: 'IPv4', ipv6: 'IPv6' } as const

const matrixTable = (cells: readonly Findings['cell'][]): string =>
  table(
    ['host ↓ viewer →', ...accesses.map((access) => accessNames[access])],
    accesses.map((host) => [
      `**${accessNames[host]}**`,
      ...accesses.flatMap((viewer) =>
        cells.filter((cell) => cell.host === host && cell.viewer === viewer).map(found),
      ),
    ]),
  )

const familyTable = (cells: readonly Findings['family'][]): string =>
  table(
    ['host has only', 'viewer has only', ''],
    cells.map((cell) => [familyNames[cell.host], familyNames[cell.viewer], found(cell)]),
  )

const faultTable = (faults: readonly Findings['fault'][]): string =>
  table(
    ['what happens', 'video', ''],
    faults.map(({ fault, outcome, why }) => [fault, outcome, why]),
  )

/** Puts a table between its marks in the page. */
const put = async (name: string, text: string): Promise<void> => {
  const old = readFileSync(page, 'utf8')
  const marks = new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`)
  const filled = old.replace(marks, (_all, start: string, end: string) => `${start}\n\n${text}\n\n${end}`)
  writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), filepath: page }))
}

/** Writes what was found into docs/connectivity.md: each table whole or not at all. */
class ConnectivityReporter implements Reporter {
  readonly #findings: { [N in keyof Findings]: Findings[N][] } = { cell: [], family: [], fault: [] }

  onTestEnd(_test: TestCase, { attachments, status }: TestResult): void {
    if (status !== 'passed') return
    for (const { name, body } of attachments)
      if (body && Object.hasOwn(this.#findings, name))
        this.#findings[name as keyof Findings].push(JSON.parse(body.toString()) as never)
  }

  async onEnd(): Promise<void> {
    const { cell, family, fault } = this.#findings
    if (cell.length === accesses.length ** 2) await put('matrix', matrixTable(cell))
    if (family.length === FAMILY_CELLS) await put('families', familyTable(family))
    if (fault.length === faults.length) await put('faults', faultTable(fault))
  }
}

// Playwright takes a reporter from a module's default export.
export { ConnectivityReporter as default }
