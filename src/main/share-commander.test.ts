import { describe, expect, it } from 'vitest'
import type { GuestStatus, ShareCommand } from '#shared/ipc/share-status.ts'
import { ShareCommander } from './share-commander.ts'
import { AppModel } from './state/app-model.ts'

const mina: GuestStatus = { id: 'm', name: 'Mina', state: 'waiting', mayBeAccepted: true, controls: false }
const accept: ShareCommand = { kind: 'accept', guestId: 'm' }

const createWorld = ({ guests = [mina], isMeant = true } = {}) => {
  const happened: string[] = []
  const model = new AppModel()
  const share = { kind: 'open', paused: false, code: null, guests } as const
  model.accept({ kind: 'published', status: { share, viewing: false } })
  const commander = new ShareCommander({
    model,
    link: { post: (_channel, ...[payload]) => void happened.push(`page: ${JSON.stringify(payload)}`) },
    control: {
      end: ({ guestId, reason }) => void happened.push(`control of ${guestId} ${reason}`),
      endAll: (reason) => void happened.push(`all control ${reason}`),
      confirmAdmission: (guestId) => {
        happened.push(`${guestId} confirmed?`)
        return Promise.resolve(isMeant)
      },
    },
    stopGuard: { expectEnd: () => void happened.push('guarded') },
    showRequest: () => void happened.push('request shown'),
  })
  return { happened, commander }
}

describe('a command of the person', () => {
  it.each<[ShareCommand, ...string[]]>([
    [{ kind: 'pause' }, 'page: {"kind":"pause"}'],
    [{ kind: 'deny', guestId: 'm' }, 'page: {"kind":"deny","guestId":"m"}'],
    [{ kind: 'stop' }, 'all control revoked', 'guarded', 'page: {"kind":"stop"}'],
    [
      { kind: 'disconnect', guestId: 'm' },
      'control of m revoked',
      'page: {"kind":"disconnect","guestId":"m"}',
    ],
  ])('takes power away before the page hears of it: %o', (wanted, ...expected) => {
    const { happened, commander } = createWorld()
    commander.answer(wanted)
    expect(happened).toEqual(expected)
  })

  it.each([true, false])('lets a viewer in only if the person meant it: %s', async (isMeant) => {
    const { happened, commander } = createWorld({ isMeant })
    commander.answer(accept)
    expect(happened).toEqual(['m confirmed?'])
    await Promise.resolve()
    expect(happened.slice(1)).toEqual(isMeant ? ['page: {"kind":"accept","guestId":"m"}'] : [])
  })

  it.each([{ guests: [{ ...mina, mayBeAccepted: false }] }, { guests: [] }])(
    'to accept what was not in sight long enough only shows it: %o',
    async (state) => {
      const { happened, commander } = createWorld(state)
      commander.answer(accept)
      await Promise.resolve()
      expect(happened).toEqual(['request shown'])
    },
  )
})
