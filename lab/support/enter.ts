import { closeSync, openSync } from 'node:fs'
import { openLibrary } from '../../src/main/control/injector/native.ts'
import type { Namespace } from './namespace.ts'

/** sched.h */
const CLONE_NEWNET = 0x4000_0000

/**
 * All that this thread connects to, and all processes that it starts, are inside a network from now on (setns(2)), so that
 * what speaks over the loopback interface finds each other there. The returned function brings it back.
 */
export const enterNamespace = ({ name }: Namespace): (() => void) => {
  const setns: (file: number, kind: number) => number = openLibrary('libc.so.6').func(
    'int setns(int fd, int nstype)',
  )
  const enter = (file: number): void => {
    const failed = setns(file, CLONE_NEWNET) !== 0
    closeSync(file)
    if (failed) throw new Error('this thread cannot change its network')
  }
  const before = openSync('/proc/thread-self/ns/net', 'r')
  enter(openSync(`/run/netns/${name}`, 'r'))
  return () => enter(before)
}
