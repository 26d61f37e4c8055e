import { takeInstanceLock } from '../instance-lock.ts'
import { userDataFolder } from './paths.ts'

/** Taken at once, for it has to be had at once when main asks for it. */
export const lock = await takeInstanceLock(userDataFolder)
