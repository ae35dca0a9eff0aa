import { expect, test } from 'vitest'
import { selectTasks } from '../../src/cli/select-tasks.ts'
import { linkTexts } from '../project/linking.ts'

const scan = 'spec: {stack: scanner, stackSpec: {depot: lake}}'
const workflow = (name: string, nodes: string) =>
  `name: ${name}\nversion: v1\ntype: workflow\nworkflow:\n  dag:\n${nodes}`

const project = async () => {
  const linked = await linkTexts({
    'a.yaml': workflow(
      'mixed',
      `    - {name: aa, ${scan}}\n    - {name: bb, spec: {stack: dbt, stackSpec: {}}}\n    - {name: cc, ${scan}, dependencies: [bb]}\n`,
    ),
    'b.yaml': workflow('other', '    - {name: aa, spec: {stack: dbt, stackSpec: {}}}\n'),
    'c.yaml': 'name: api\nversion: v1\ntype: service\nservice: {stack: container, stackSpec: {image: a}}\n',
  })
  return linked.project
}

const refusal = async (name: string, nodes: readonly string[] = []): Promise<string> => {
  const linked = await project()
  try {
    return `selected ${selectTasks(linked, name, nodes).length}`
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
  }
}

test('what runs here is selected, and what does not is told plainly', async () => {
  expect(await refusal('mixed')).toBe('selected 1')
  expect(await refusal('public/mixed', ['aa'])).toBe('selected 1')
  expect(await refusal('mixed', ['bb'])).toContain('node "bb" of mixed does not run here')
  expect(await refusal('mixed', ['cc'])).toContain('node "cc" of mixed does not run here')
  expect(await refusal('mixed', ['dd'])).toContain('there is no node named "dd"')
  expect(await refusal('other')).toContain('no node of workflow "other" runs here')
  expect(await refusal('api')).toContain('service "api" does not run here')
  expect(await refusal('apis')).toContain('there is no workflow named "apis"')
})
