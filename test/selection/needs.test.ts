import { expect, test } from 'vitest'
import { projectFacts, selectionGraph } from '../../src/selection/index.ts'
import { linkTexts, workflowText } from '../project/linking.ts'

const needs = async (manifests: Readonly<Record<string, string>>) => {
  const { project } = await linkTexts(manifests)
  return Object.fromEntries(
    [...selectionGraph(projectFacts(project)).needs].filter(([, named]) => named.length > 0),
  )
}
const load = (name: string) =>
  workflowText(name, [{ name: 'load', reads: { a: 'landing:shop/raw' }, writes: 'lake:shop/orders' }])

test('a bundle needs its members, those written in it and those of its files', async () => {
  const bundle = `name: all
version: v1beta
type: bundle
bundle:
  resources:
    - {id: depot, spec: {name: lake, version: v1, type: depot, depot: {type: LAKEHOUSE}}}
    - {id: wf, workspace: out, file: ./wf.yaml, dependencies: [depot]}
`
  expect(await needs({ 'b/bundle.yaml': bundle, 'b/wf.yaml': load('orders') })).toEqual({
    'bundle/all': ['depot/lake', 'workflow/out/orders'],
    'workflow/out/orders': ['depot/lake'],
  })
})

test('what is in a workspace needs it, and the nearest of two that are called the same is meant', async () => {
  const secret = (workspace: string) =>
    `---\nname: keys\nversion: v1\ntype: secret\nworkspace: ${workspace}\nsecret: {type: key-value, acl: r, data: {a: b}}\n`
  const worker = `---
name: poll
version: v1beta
type: worker
workspace: out
worker: {stack: bento, dataosSecrets: [{name: keys}], stackSpec: {input: {}}}
`
  const found = await needs({
    'a.yaml': `name: out\nversion: v1\ntype: workspace\n${secret('in')}${secret('out')}${worker}`,
  })
  expect(found).toMatchObject({
    'secret/out/keys': ['workspace/out'],
    'worker/out/poll': ['secret/out/keys', 'workspace/out'],
  })
  expect(found['secret/in/keys']).toBeUndefined()
})

test('nothing is needed but what is declared: other teams apply the rest', async () => {
  expect(await needs({ 'a.yaml': load('orders') })).toEqual({})
})
