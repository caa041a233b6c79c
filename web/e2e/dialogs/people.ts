import { press, type Stand, toLastPeople } from '../jobs/stand'
import type { Case } from './cases'
import type { Given } from './given'

/** The windows of what an admin does for somebody else. */
export function peopleCases(at: Stand, { person, invited }: Given): Case[] {
  const { page, t } = at
  const path = '/settings/people'
  const button = (name: string) =>
    press(at, page.getByRole('main').getByRole('button', { name, exact: true }).first())
  const actionsFor = async () => {
    await toLastPeople(at)
    await button(t('people.actions', { name: person }))
  }
  const forPerson = async (act: string) => {
    await actionsFor()
    await press(at, page.getByRole('menuitem', { name: act }))
  }
  return [
    { name: 'invite', path, open: () => button(t('people.invite')) },
    {
      name: 'person-menu',
      path,
      root: 'menu',
      open: actionsFor,
    },
    { name: 'role', path, open: () => forPerson(t('people.changeRole')) },
    { name: 'devices', path, open: () => forPerson(t('people.sessions')) },
    { name: 'reset', path, open: () => forPerson(t('people.resetLink')) },
    {
      name: 'remove-factor',
      path,
      open: () => forPerson(t('signInRule.removeFrom')),
    },
    { name: 'deactivate', path, open: () => forPerson(t('people.deactivate')) },
    { name: 'erase', path, open: () => forPerson(t('people.erase')) },
    {
      name: 'withdraw-invitation',
      path,
      open: () => button(t('people.withdrawOf', { email: invited })),
    },
  ]
}
