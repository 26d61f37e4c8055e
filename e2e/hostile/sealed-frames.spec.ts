import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { type Meddler, relaying } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/**
 * After pairing everything is sealed: descriptions with their fingerprints, candidates, the host's word. The server
 * changes or moves frames without being able to read them. The viewer's first one after `admit` is the offer.
 */

/** Treats the sealed frames that the viewer gets, counted from 0: `admit`, the offer, candidates. */
const treating = (treat: (data: string, index: number) => readonly string[]): Meddler => {
  let frames = 0
  return relaying(({ to, type, data }) =>
    type === 'sealed' && to.role === 'viewer' ? treat(data, frames++) : [data],
  )
}

const changeOneCharacter = (data: string): string =>
  data.replace(/.(?="\})/, (last) => (last === 'A' ? 'Q' : 'A'))

const attacks: readonly (readonly [string, () => Meddler])[] = [
  ['the offer is changed', () => treating((data, index) => [index === 1 ? changeOneCharacter(data) : data])],
  [
    'the offer is withheld, and what follows is not',
    () => treating((data, index) => (index === 1 ? [] : [data])),
  ],
  [
    'the offer comes before the host has said yes',
    () => {
      let admit = ''
      return treating((data, index) => {
        if (index > 0) return index === 1 ? [data, admit] : [data]
        admit = data
        return []
      })
    },
  ],
]

for (const [what, attack] of attacks)
  test(`${what}: the frame is not authentic, and no link comes up`, async ({ server, host, viewer }) => {
    server.meddle(attack())
    await joinWithCode(viewer, await shareScreen(host))
    await acceptViewer(host)

    await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'tampered' })
  })
