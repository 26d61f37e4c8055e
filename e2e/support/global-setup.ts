import { ensureDesktopApp } from '../../scripts/lib/desktop-app.ts'
import { ensureWebEdition } from '../../scripts/lib/web-edition.ts'
import { ensurePrograms } from './programs.ts'

/** What every run needs: the programs of the system, and both editions as they are now. */
const globalSetup = async (): Promise<void> => {
  // Elsewhere only what needs none of them is run: the desktop app in Electron.
  if (process.platform === 'linux') ensurePrograms()
  await ensureWebEdition()
  await ensureDesktopApp()
}

export default globalSetup
