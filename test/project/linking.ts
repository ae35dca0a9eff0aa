import { join } from 'node:path'
import type { Diagnostic } from '../../src/diagnostics/index.ts'
import type { EngineColumn } from '../../src/engines/index.ts'
import { checkSql } from '../../src/project/check-sql.ts'
import { link, type Project } from '../../src/project/index.ts'
import type { Settings } from '../../src/settings/index.ts'
import { createSparkTranslator } from '../../src/sql/index.ts'
import { readTexts } from '../resources/reading.ts'

/** A file depot `landing`, a depot `lake` of tables, and defaults. */
export const testSettings = (root = '/project'): Settings => ({
  name: 'test',
  root,
  stateFolder: join(root, '.millrace'),
  variables: {},
  paths: [],
  lakehouse: { warehouse: join(root, '.millrace', 'warehouse'), catalog: { type: 'sqlite' } },
  engines: { default: { type: 'duckdb', threads: 2 } },
  computes: { 'runnable-default': 'default' },
  depots: { landing: { type: 'FILE', path: join(root, 'landing') }, lake: { type: 'LAKEHOUSE' } },
  users: {},
  quality: { failedAssertions: 'fail' },
  masking: { strict: false },
})

export type Linked = { readonly project: Project; readonly diagnostics: readonly Diagnostic[] }

/** Reads and links manifests; `files` only lie beside them. */
export const linkTexts = async (
  manifests: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  settings = testSettings(),
): Promise<Linked> => {
  const read = await readTexts(manifests, files)
  const linked = link(read.resources, settings)
  return { project: linked.value, diagnostics: [...read.diagnostics, ...linked.diagnostics] }
}

/** What checking the SQL of manifests finds, where the given tables exist. */
export const checkTexts = async (
  manifests: Readonly<Record<string, string>>,
  tables: Readonly<Record<string, readonly EngineColumn[]>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<readonly Diagnostic[]> => {
  const { project } = await linkTexts(manifests, files)
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { diagnostics } = await checkSql(project, {
    translator,
    tableColumns: async ({ depot, collection, dataset }) =>
      (depot === 'lake' ? tables : {})[`${collection}/${dataset}`],
  })
  return diagnostics
}

export type NodeText = {
  readonly name: string
  /** View name and `depot:collection/dataset`. */
  readonly reads?: Readonly<Record<string, string>>
  /** One step each, in order. */
  readonly steps?: Readonly<Record<string, string>>
  /** The dataset that the last step is written to. */
  readonly writes?: string
  readonly options?: string
  /** Assertions of the output, as a list in flow style. */
  readonly assertions?: string
  /** Lines below a node's name, e.g. `retry: {count: 2}`. */
  readonly more?: string
  /** Lines of an input, e.g. `incremental: …`, indented by 16. */
  readonly input?: string
  readonly functions?: string
}

/** A workflow of Flare nodes as YAML. */
export const workflowText = (name: string, nodes: readonly NodeText[]): string =>
  `name: ${name}
version: v1
type: workflow
workflow:
  dag:
${nodes.map(nodeText).join('')}`

const nodeText = ({
  name,
  reads = {},
  steps = {},
  writes,
  options = 'saveMode: overwrite',
  assertions = '[]',
  more,
  input,
  functions,
}: NodeText): string => {
  const inputs = Object.entries(reads).map(
    ([view, dataset]) => `              - name: ${view}
                dataset: dataos://${dataset}
                ${dataset.startsWith('landing') ? 'format: csv' : 'format: iceberg'}
${input === undefined ? '' : `${input}\n`}`,
  )
  const sequence = Object.entries(steps).map(
    ([step, sql]) => `                  - name: ${step}
                    sql: ${JSON.stringify(sql)}
${functions === undefined ? '' : `                    functions: ${functions}\n`}`,
  )
  const output = Object.keys(steps).at(-1) ?? Object.keys(reads)[0] ?? ''
  return `    - name: ${name}
${more === undefined ? '' : `      ${more}\n`}      spec:
        stack: flare:7.0
        compute: runnable-default
        stackSpec:
          job:
            inputs:
${inputs.join('')}${sequence.length === 0 ? '' : `            steps:\n              - sequence:\n${sequence.join('')}`}${
  writes === undefined
    ? ''
    : `            outputs:
              - {name: ${output}, dataset: "dataos://${writes}?acl=rw", format: iceberg, options: {${options}}, assertions: ${assertions}}
`
}`
}
