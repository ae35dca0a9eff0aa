import { parseSelectors, projectFacts, select, selectionGraph } from '../../src/selection/index.ts'
import type { Background } from '../../src/selection/methods.ts'
import { type Linked, linkTexts, workflowText } from '../project/linking.ts'

/**
 * ingest/load → orders → marts/clean → clean → marts/report → report, and marts/clean → marts/audit by name alone;
 * orders also → export/send → sent. A product offers report, and a dataset resource describes clean.
 */
export const shopFiles = {
  'ingest/load.yaml': `tags: [nightly]\nowner: mira\n${workflowText('ingest', [
    { name: 'load', reads: { a: 'landing:shop/raw' }, writes: 'lake:shop/orders' },
  ])}`,
  'marts/marts.yaml': workflowText('marts', [
    {
      name: 'clean',
      more: 'tags: [nightly, pii]',
      reads: { a: 'lake:shop/orders' },
      steps: { b: 'SELECT * FROM a' },
      writes: 'lake:shop/clean',
    },
    {
      name: 'report',
      reads: { a: 'lake:shop/clean', c: 'lake:shop/countries' },
      writes: 'lake:shop/report',
    },
    { name: 'audit', reads: { a: 'lake:shop/countries' }, more: 'dependencies: [clean]' },
  ]),
  'export.yaml': `workspace: out\n${workflowText('export', [
    { name: 'send', reads: { a: 'lake:shop/orders' }, writes: 'lake:out/sent' },
  ])}`,
  'governance/clean.yaml': `name: cleaned
version: v1
type: dataset
dataset:
  address: dataos://lake:shop/clean
  columns: [{name: mail, type: string, tags: [PII.Email]}]
---
name: hash-mail
version: v1
type: policy
policy:
  data:
    type: mask
    priority: 50
    selector: {user: {match: any, tags: ["roles:id:support"]}, column: {tags: [PII.Email]}}
    mask: {operator: hash, hash: {algo: sha256}}
---
name: sales
version: v1alpha
type: data
v1alpha:
  data:
    resources: [{type: workflow, version: v1, name: export, workspace: out}]
    inputs: []
    outputs: [{ref: "dataos://lake:shop/report"}]
---
name: lake
version: v1
type: depot
owner: sam
depot: {type: LAKEHOUSE, secrets: [{name: keys}]}
---
name: keys
version: v1
type: secret
secret: {type: key-value, acl: r, data: {a: b}}
`,
}

export const shop = (changes: Readonly<Record<string, string>> = {}): Promise<Linked> =>
  linkTexts({ ...shopFiles, ...changes })

export type Chosen = {
  readonly chosen: readonly string[]
  readonly unmatched: readonly string[]
  readonly errors: readonly string[]
}

/** What selectors choose of a project, by reference. */
export const choosing =
  ({ project }: Linked, background: Background = {}) =>
  (include: readonly string[] | undefined, exclude: readonly string[] = []): Chosen => {
    const wanted = include === undefined ? undefined : parseSelectors(include, '--select')
    const left = exclude.length === 0 ? undefined : parseSelectors(exclude, '--exclude')
    const errors = [...(wanted?.diagnostics ?? []), ...(left?.diagnostics ?? [])]
    const request = {
      ...(wanted === undefined ? {} : { select: wanted.value }),
      exclude: left?.value ?? [],
    }
    const { members, unmatched } = select(selectionGraph(projectFacts(project)), request, background)
    return {
      chosen: members.map(({ reference }) => reference).toSorted(),
      unmatched: unmatched.map(({ text, near }) => (near === undefined ? text : `${text} → ${near}`)),
      errors: errors.map(({ message, hint }) => (hint === undefined ? message : `${message}; ${hint}`)),
    }
  }
