import { expect, test } from 'vitest'
import { planChanges } from '../../src/plan/index.ts'
import { declared, register } from '../../src/run/index.ts'
import { registeredResources } from '../../src/state/resource-store.ts'
import { projectFacts, registeredFacts } from '../../src/selection/index.ts'
import { shopFiles } from '../selection/choosing.ts'
import { projectRun } from './project-run.ts'

const secret = `name: db-r
version: v1
type: instance-secret
instance-secret: {type: key-value, acl: r, data: {username: mira, pin: 4711}, files: {ca: hunter2.pem}}
---
name: db
version: v1
type: depot
depot:
  type: JDBC
  spec: {host: example.org, subprotocol: postgresql}
  connectionSecret: [{acl: r, type: key-value-properties, data: {password: hunter2}}]
---
name: api
version: v1
type: service
service:
  stack: container
  stackSpec: {image: api}
  runAsApiKey: hunter2
  envs: {DB_PASSWORD: hunter2, PORT: 8080}
---
name: page
version: v1alpha
type: pager
pager:
  conditions: [{valueJqFilter: .properties.name, operator: equals, value: a}]
  output:
    webHook: {url: "https://example.org", authorization: {token: hunter2}}
    msTeams: {webHookUrl: "https://example.org/hunter2"}
`

test('what does not run is registered, unchanged the second time, and without its credentials', async () => {
  await using project = await projectRun({ 'a.yaml': secret })
  const { deps } = project
  const resources = project.project.resources
  const changes = () =>
    planChanges(declared(resources), registeredResources(deps.database), 'whole project').map(
      ({ type, action }) => `${type} ${action}`,
    )
  expect(changes()).toEqual(['instance-secret create', 'depot create', 'service create', 'pager create'])
  register(project.project, [], deps)
  expect(changes()).toEqual([
    'instance-secret unchanged',
    'depot unchanged',
    'service unchanged',
    'pager unchanged',
  ])
  const kept = registeredResources(deps.database)
    .map(({ manifest }) => manifest)
    .join('\n')
  expect(kept).not.toMatch(/hunter2|mira|4711/)
  expect(kept).toContain('"PORT":8080')
})

test('what can be chosen of a registration is what could be chosen of its manifests', async () => {
  await using project = await projectRun(shopFiles)
  const { deps } = project
  register(project.project, [], deps)
  const byName = (facts: ReturnType<typeof projectFacts>) =>
    new Map(facts.map((each) => [`${each.type} ${each.name}`, JSON.parse(JSON.stringify(each)) as unknown]))
  const declaredFacts = byName(projectFacts(project.project).filter(({ type }) => type !== 'policy'))
  const kept = byName(registeredFacts(registeredResources(deps.database)))
  expect(kept.get('policy hash-mail')).toMatchObject({ tags: [], needs: [], nodes: [] })
  kept.delete('policy hash-mail')
  expect(kept).toEqual(declaredFacts)
})
