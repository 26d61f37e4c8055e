import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that it started, by their ids (proc(5)). */
export const descendants = (pid: number): readonly number[] => {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      // The name, in brackets, may hold anything.
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? []
      parents.set(Number(entry), Number(parent))
    } catch {
      // It has ended in the meantime.
    }
  }
  const found = [pid]
  for (const id of found)
    found.push(...[...parents].flatMap(([child, parent]) => (parent === id ? [child] : [])))
  return found
}

/** The command line of a process; empty once it has ended. */
export const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
