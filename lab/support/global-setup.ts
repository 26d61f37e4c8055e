import { ensurePrograms } from '../../e2e/support/programs.ts'
import { ensureWebEdition } from '../../scripts/lib/web-edition.ts'

/** What every run needs: the programs of the system, and the web edition as it is now. */
const globalSetup = async (): Promise<void> => {
  ensurePrograms()
  await ensureWebEdition()
}

export default globalSetup
