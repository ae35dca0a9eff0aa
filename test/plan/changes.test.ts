import { expect, test } from 'vitest'
import { type DeclaredResource, planChanges } from '../../src/plan/index.ts'
import type { RegisteredResource } from '../../src/state/resource-store.ts'

const declared = (name: string, hash: string): DeclaredResource => ({
  type: 'workflow',
  workspace: 'public',
  name,
  hash,
  file: 'w.yaml',
})
const registered = (name: string, hash: string): RegisteredResource => ({
  ...declared(name, hash),
  version: 'v1',
  generation: 4,
  manifest: '{}',
  compiled: null,
  attached: null,
  createdAt: '',
  updatedAt: '',
})
const actions = (...args: Parameters<typeof planChanges>) =>
  planChanges(...args).map(({ name, action }) => `${action} ${name}`)

test('what is new is created, what differs is updated, what is the same stays, what is gone is deleted last', () => {
  const now = [declared('new', '1'), declared('same', '1'), declared('other', '2')]
  const before = [registered('gone', '1'), registered('other', '1'), registered('same', '1')]
  expect(actions(now, before, 'whole project')).toEqual([
    'create new',
    'unchanged same',
    'update other',
    'delete gone',
  ])
})

test('a policy that is gone says what that means: the data that it covered is open', () => {
  const [gone] = planChanges([], [{ ...registered('mask', '1'), type: 'policy' }], 'whole project')
  expect(gone?.detail).toMatch(/no longer masks/)
})

test('files that the user named never delete what they leave out', () => {
  expect(actions([declared('new', '1')], [registered('kept', '1')], 'named files')).toEqual(['create new'])
})

test('one name in two workspaces is two resources', () => {
  const elsewhere = { ...declared('a', '1'), workspace: 'dev' }
  expect(actions([elsewhere], [registered('a', '1')], 'whole project')).toEqual(['create a', 'delete a'])
})

test('an update says which generation it makes', () => {
  const [change] = planChanges([declared('a', '2')], [registered('a', '1')], 'whole project')
  expect(change?.detail).toBe('generation 4 → 5')
})
