import { ensurePrograms } from '../../e2e/support/programs.ts'
import { ensureDesktopApp } from '../../scripts/lib/desktop-app.ts'
import { ensureWebEdition } from '../../scripts/lib/web-edition.ts'

/** What every run needs: the programs of the system, web edition and desktop app as they are now. */
const globalSetup = async (): Promise<void> => {
  ensurePrograms()
  await ensureWebEdition()
  await ensureDesktopApp()
}

export default globalSetup
