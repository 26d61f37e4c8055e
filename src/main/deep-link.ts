import { codeToFragment, parseCode } from '#shared/code.ts'

/** The scheme of links that open the app: `beckon://join/48213-90571`. */
export const LINK_SCHEME = 'beckon'

/**
 * The code of a join link, in the form of a fragment, or null for anything else. A link comes from anywhere: it may
 * fill in a code and do nothing beyond that, and it is never logged, for the code is a secret.
 */
export const parseJoinLink = (link: string): string | null => {
  const [, digits] = /^beckon:\/\/join\/([\d-]{1,32})\/?$/i.exec(link.trim()) ?? []
  if (digits === undefined) return null
  const code = parseCode(digits)
  return code.ok ? codeToFragment(code.value) : null
}

/**
 * The code of the join link among a process's arguments. Chromium adds arguments of its own and keeps no order, so
 * each of them is looked at.
 */
export const findJoinLink = (args: readonly string[]): string | null =>
  args.reduce<string | null>((found, arg) => found ?? parseJoinLink(arg), null)
