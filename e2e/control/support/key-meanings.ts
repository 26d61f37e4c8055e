import { execFileSync } from 'node:child_process'
import type { Display } from '../../support/display.ts'
import { programPath } from '../../support/programs.ts'

/** What each key of an X server means at this moment, as xmodmap(1) prints it. */
export const keyMeanings = ({ name }: Display): string =>
  execFileSync(programPath('xmodmap'), ['-display', name, '-pke'], { encoding: 'utf8', timeout: 30_000 })
