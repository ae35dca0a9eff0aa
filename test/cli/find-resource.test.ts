import { expect, test } from 'vitest'
import {
  anywhere,
  findRegistered,
  notRegistered,
  type Target,
  targetsOf,
} from '../../src/cli/find-resource.ts'
import type { Invocation, Options } from '../../src/cli/command.ts'
import type { RegisteredResource } from '../../src/state/resource-store.ts'

const io: Invocation['io'] = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: {},
  cwd: '/',
}
const named = (args: readonly string[], options: Options = {}): readonly Target[] =>
  targetsOf({ args, options, io })
const row = (identifier: string): readonly Target[] => named([], { identifier })
const refusal = (work: () => unknown): string => {
  try {
    return `no failure but ${JSON.stringify(work())}`
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
  }
}

test('a resource is named by words, joined by a slash, or by options, as people are used to', () => {
  const orders = [{ type: 'workflow', name: 'orders' }]
  expect(named(['workflow', 'orders'])).toEqual(orders)
  expect(named(['workflow/orders'])).toEqual(orders)
  expect(named([], { type: 'workflow', name: 'orders' })).toEqual(orders)
  expect(named(['workflow'], { name: 'orders' })).toEqual(orders)
  expect(named(['orders'], { type: 'workflow' })).toEqual(orders)
  expect(named(['wf', 'a', 'b'])).toEqual([
    { type: 'wf', name: 'a' },
    { type: 'wf', name: 'b' },
  ])
  expect(named(['policy/a', 'workflow/b'])).toEqual([
    { type: 'policy', name: 'a' },
    { type: 'workflow', name: 'b' },
  ])
  expect(named(['workflow/out/b'], { workspace: 'public' })).toEqual([
    { type: 'workflow', workspace: 'out', name: 'b' },
  ])
  expect(named(['workflow', 'b'], { workspace: 'out' })).toEqual([
    { type: 'workflow', workspace: 'out', name: 'b' },
  ])
  expect(named(['dataset', 'dataos://lake:shop/orders'])).toEqual([
    { type: 'dataset', name: 'dataos://lake:shop/orders' },
  ])
  expect(named(['dataset/landing.shop.a/b'])).toEqual([{ type: 'dataset', name: 'landing.shop.a/b' }])
  expect(named(['depot'])).toEqual([{ type: 'depot' }])
})

test('the row of a table names what stands in it, with extra columns, bars and blanks', () => {
  const orders = [{ name: 'orders', version: 'v1', type: 'workflow', workspace: 'public' }]
  expect(row('orders | v1 | workflow | public')).toEqual(orders)
  expect(row(' orders|v1|workflow|public ')).toEqual(orders)
  expect(row('| orders || v1 || workflow || public || active | mira |')).toEqual(orders)
  expect(row('lake | v1 | depot |  | active | ')).toEqual([{ name: 'lake', version: 'v1', type: 'depot' }])
  expect(row('lake | v1 | depot')).toEqual([{ name: 'lake', version: 'v1', type: 'depot' }])
  expect(row('data:v1beta:sales')).toEqual([{ type: 'data', version: 'v1beta', name: 'sales' }])
})

test('what names nothing, or two things at once, is refused', () => {
  expect(refusal(() => row('orders'))).toContain('is not "name | version | type | workspace"')
  expect(refusal(() => named(['workflow'], { identifier: 'a | v1 | workflow' }))).toContain(
    'nothing else may',
  )
  expect(refusal(() => named(['workflow/']))).toContain('"workflow/" names no resource')
  expect(refusal(() => named(['workflow/a'], { name: 'b' }))).toContain('has a name already')
})

const registration = (type: string, workspace: string, name: string): RegisteredResource => ({
  type,
  workspace,
  name,
  version: 'v1',
  hash: '',
  generation: 1,
  file: 'a.yaml',
  manifest: '{}',
  compiled: null,
  attached: null,
  createdAt: '',
  updatedAt: '',
})
const registered = [
  registration('workflow', 'public', 'orders'),
  registration('workflow', 'out', 'orders'),
  registration('workflow', 'out', 'sent'),
]

test('a name that several have needs its workspace, and one that is elsewhere is told', () => {
  const target = { type: 'workflow', name: 'orders' }
  expect(findRegistered(registered, { ...target, workspace: 'out' })).toBe(registered[1])
  expect(refusal(() => findRegistered(registered, target))).toContain(
    '"orders" may be workflow/public/orders or workflow/out/orders',
  )
  expect(
    refusal(() => notRegistered(registered, { type: 'workflow', name: 'sent', workspace: 'public' })),
  ).toContain('workflow "sent" is registered as version v1 in workspace out')
  expect(refusal(() => notRegistered(registered, { type: 'workflow', name: 'oders' }))).toContain(
    'there is no workflow named "oders"',
  )
})

test('what belongs to the whole instance is meant whichever workspace is named beside it', () => {
  const pair = [registration('depot', 'public', 'lake'), ...registered]
  expect(findRegistered(pair, { type: 'depot', name: 'lake', workspace: 'out' })).toBe(pair[0])
  expect(findRegistered(pair, { type: 'workflow', name: 'sent', workspace: 'public' })).toBeUndefined()
  expect(anywhere({ type: 'depots', workspace: 'out' })).toEqual({ type: 'depots' })
  expect(anywhere({ type: 'workflow', workspace: 'out' })).toEqual({ type: 'workflow', workspace: 'out' })
  expect(anywhere({ type: 'unheard-of', workspace: 'out' })).toHaveProperty('workspace', 'out')
})
