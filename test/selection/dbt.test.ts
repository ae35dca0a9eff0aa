import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linkTexts, workflowText } from '../project/linking.ts'
import { choosing } from './choosing.ts'

type Project = {
  readonly models: readonly {
    readonly name: string
    readonly folder: string
    readonly tags: readonly string[]
    readonly parents: readonly string[]
  }[]
}
/** What dbt chose, and the terms of which it said that they match nothing. */
type Case = {
  readonly select: readonly string[] | null
  readonly exclude: readonly string[]
  readonly chosen: readonly string[]
  readonly unmatched: readonly string[]
}

const [first = '', ...lines] = readFileSync(join(import.meta.dirname, 'dbt-cases.jsonl'), 'utf8')
  .trim()
  .split('\n')

/** A folder of models as a workflow, and each model as a node that writes a dataset. */
const linkedModels = ({ models }: Project) =>
  linkTexts(
    Object.fromEntries(
      [...Map.groupBy(models, ({ folder }) => folder)].map(([folder, own]) => {
        const nodes = own.map(({ name, tags, parents }) => ({
          name,
          // What has no parents reads what nobody else does.
          reads: Object.fromEntries(
            (parents.length === 0 ? [`raw/${name}`] : parents.map((parent) => `made/${parent}`)).map(
              (dataset, i) => [`v${i}`, `lake:${dataset}`],
            ),
          ),
          steps: { out: 'SELECT 1 AS a FROM v0' },
          writes: `lake:made/${name}`,
          more: `tags: ${JSON.stringify(tags)}`,
        }))
        return [`models/${folder}/nodes.yaml`, workflowText(folder, nodes)]
      }),
    ),
  )

test('what dbt chooses of its models is chosen of the same nodes, and what it warns of chooses none', async () => {
  const linked = await linkedModels(JSON.parse(first) as Project)
  expect(linked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const choose = choosing(linked)
  const nodes = (select: readonly string[] | undefined, exclude: readonly string[] = []) =>
    choose(select, exclude)
      .chosen.filter((reference) => reference.startsWith('node/'))
      .map((reference) => reference.slice(reference.lastIndexOf('/') + 1))
      .toSorted()
  const cases = lines.map((line) => JSON.parse(line) as Case)
  expect(cases.length).toBeGreaterThan(200)
  for (const { select, exclude, chosen, unmatched } of cases) {
    const words = [...(select ?? []), ...exclude].flatMap((text) => text.split(' '))
    const empty = [...new Set(words.filter((word) => nodes([word]).length === 0))]
    const given = JSON.stringify({ select, exclude })
    expect(nodes(select ?? undefined, exclude), given).toEqual(chosen)
    expect(empty.toSorted(), given).toEqual(unmatched)
  }
})
