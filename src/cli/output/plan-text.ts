import { counted, countText, oneLine, padToWidth, paint, type Tone } from '../../tui/index.ts'

/** What a plan shows: plain data, filled from the plan and from the registry of resources. */
export type PlanView = {
  readonly changes: readonly {
    readonly action: 'create' | 'update' | 'delete' | 'unchanged'
    readonly type: string
    readonly workspace: string
    readonly name: string
    readonly detail?: string
  }[]
  readonly tasks: readonly {
    readonly task: string
    readonly decision: 'run' | 'if-changed' | 'skip'
    readonly reason: string
    readonly dependsOn: readonly string[]
  }[]
}

/** The plan as text with a final line end: changed resources, tasks in the order of running, and a line that counts. */
export const renderPlan = (
  { changes, tasks }: PlanView,
  { colour }: { readonly colour: boolean },
): string => {
  const unchanged = changes.filter(({ action }) => action === 'unchanged').length
  const listed = changes.filter(({ action }) => action !== 'unchanged')
  const sections = [
    [
      ...changeLines(listed, colour),
      ...(unchanged === 0 ? [] : [paint(`  = ${counted(unchanged, 'resource')} unchanged`, 'dim', colour)]),
    ],
    taskLines(tasks, colour),
    [paint(planLine({ changes, tasks }), 'strong', colour)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const symbols = {
  create: ['+', 'good'],
  update: ['~', 'warn'],
  delete: ['-', 'bad'],
  unchanged: ['=', 'dim'],
} as const satisfies Record<PlanView['changes'][number]['action'], readonly [string, Tone]>

const changeLines = (changes: PlanView['changes'], colour: boolean): readonly string[] => {
  const named = changes.map((change) => ({
    ...change,
    name: `${change.workspace === '' ? '' : `${oneLine(change.workspace)}/`}${oneLine(change.name)}`,
  }))
  const typeWidth = widest(named.map(({ type }) => type))
  const nameWidth = widest(named.map(({ name }) => name))
  return named.map(({ action, type, name, detail }) => {
    const [symbol, tone] = symbols[action]
    const said = detail === undefined ? '' : `  ${oneLine(detail)}`
    return `  ${paint(symbol, tone, colour)} ${padToWidth(type, typeWidth)}  ${padToWidth(name, nameWidth)}${said}`.trimEnd()
  })
}

const decisions = {
  run: ['▶', 'run', 'good'],
  'if-changed': ['?', 'if changed', 'warn'],
  skip: ['=', 'unchanged', 'dim'],
} as const satisfies Record<PlanView['tasks'][number]['decision'], readonly [string, string, Tone]>

const taskLines = (tasks: PlanView['tasks'], colour: boolean): readonly string[] => {
  if (tasks.length === 0) return []
  const wordWidth = widest(tasks.map(({ decision }) => decisions[decision][1]))
  const taskWidth = widest(tasks.map(({ task }) => oneLine(task)))
  return [
    'Tasks, each after those that it depends on:',
    ...tasks.map(({ task, decision, reason, dependsOn }) => {
      const [symbol, word, tone] = decisions[decision]
      const name = padToWidth(oneLine(task), taskWidth)
      const why = oneLine(reason)
      const after =
        dependsOn.length === 0 || decision === 'skip'
          ? ''
          : `  ${paint(`after ${dependsOn.map(oneLine).join(', ')}`, 'dim', colour)}`
      return `  ${paint(`${symbol} ${padToWidth(word, wordWidth)}`, tone, colour)}  ${name}  ${why}${after}`.trimEnd()
    }),
  ]
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length))

/** What the plan comes to. */
export const planLine = ({ changes: all, tasks }: PlanView): string => {
  const listed = all.filter(({ action }) => action !== 'unchanged')
  const changed = (action: string): string =>
    countText(listed.filter((change) => change.action === action).length)
  const decided = (decision: string): number => tasks.filter((task) => task.decision === decision).length
  if (listed.length === 0 && decided('skip') === tasks.length) return 'No changes. Nothing to run.'
  const changes = `${changed('create')} to create, ${changed('update')} to change, ${changed('delete')} to delete`
  const conditional = decided('if-changed')
  const only = `${countText(conditional)} only if ${conditional === 1 ? 'its' : 'their'} inputs change`
  return `Plan: ${changes}; ${counted(decided('run'), 'task')} to run, ${only}, ${countText(decided('skip'))} unchanged.`
}
