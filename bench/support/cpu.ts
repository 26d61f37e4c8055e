import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of a process and the pid of its parent, from /proc/<pid>/stat (proc(5)); null if it is gone. */
const readStat = (pid: string): { parent: number; ticks: number } | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold spaces; utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null
  }
}

const TICKS_PER_SECOND = 100

/** Processor seconds that a process and all its descendants have used until now. Linux only. */
export const cpuSeconds = (root: number): number => {
  const children = new Map<number, number[]>()
  const ticks = new Map<number, number>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readStat(pid)
    if (!stat) continue
    ticks.set(Number(pid), stat.ticks)
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(pid)])
  }
  const total = (pid: number): number =>
    (children.get(pid) ?? []).map(total).reduce((sum, it) => sum + it, ticks.get(pid) ?? 0)
  return total(root) / TICKS_PER_SECOND
}
