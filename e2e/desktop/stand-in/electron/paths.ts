import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Value of a switch on the command line, such as `--user-data-dir=…`; null without one. */
export const switchValue = (name: string): string | null => {
  const prefix = `--${name}=`
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? null
}

const userData = switchValue('user-data-dir')
if (userData === null) throw new Error('the stand-in wants --user-data-dir: tests share no settings')
export const userDataFolder: string = userData

/** What `app.getPath` knows; everything that is written stays in the test's own folder. */
export const paths: { readonly [name: string]: string } = {
  userData,
  sessionData: userData,
  // As on Linux, where tests set it.
  appData: process.env.XDG_CONFIG_HOME ?? join(userData, 'config'),
  logs: join(userData, 'logs'),
  downloads: join(userData, 'downloads'),
  temp: tmpdir(),
  home: homedir(),
  exe: process.execPath,
}
