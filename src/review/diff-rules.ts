import { printAddress } from '../address.ts'
import { stableJson } from '../base/stable-json.ts'
import type { Place } from '../diagnostics/index.ts'
import { compileGlob } from '../policy/index.ts'
import type { AccessFindings } from './access-change.ts'
import { accessPoliciesOf, type Reader } from './readers.ts'
import { samplesOf } from './samples.ts'
import type { Side } from './side.ts'

/** Compares what access policies and grants let readers do: one that refuses wins over all that allow. */
export const diffRules = (
  before: Side,
  after: Side,
  readers: readonly Reader[],
  findings: AccessFindings,
): void => {
  const [written, rewritten] = [rulesOf(before), rulesOf(after)]
  if (written.length + rewritten.length === 0) return
  const all = [...written, ...rewritten]
  const [old, fresh] = [evaluator(written), evaluator(rewritten)]
  const verbs = [...new Set(all.flatMap(({ predicates }) => predicates.flatMap(samplesOf)))]
  const patterns = all.flatMap(({ paths, objectTags }) => [
    ...paths.flatMap(samplesOf),
    ...objectTags.map(tagText),
  ])
  const datasets = new Set([...datasetsOf(before), ...datasetsOf(after)])
  const objects = [...new Set([...datasets, ...patterns])]
  for (const reader of [...readers, ...granteesOf(all, readers)]) {
    if (old.selecting(reader.before.tags) === fresh.selecting(reader.after.tags)) continue
    const told = new Set<string>()
    for (const object of objects) {
      const changed = verbs.flatMap((verb) => {
        const [was, is] = [
          old.says(reader.before.tags, verb, object),
          fresh.says(reader.after.tags, verb, object),
        ]
        return was.says === is.says ? [] : [{ verb, was, is }]
      })
      for (const [, same] of Map.groupBy(changed, ({ was, is }) => `${was.says}\n${is.says}`)) {
        const [first] = same
        if (first === undefined) continue
        const { was, is } = first
        // A pattern is about datasets that nobody knows here; where it is about known ones too, those tell it.
        const said = JSON.stringify([same.map(({ verb }) => verb), was.says, is.says])
        if (!datasets.has(object) && told.has(said)) continue
        told.add(said)
        findings.add(reader, {
          kind: 'rule',
          dataset: object,
          column: undefined,
          verbs: same.map(({ verb }) => verb),
          direction: order.indexOf(is.says) > order.indexOf(was.says) ? 'loosened' : 'tightened',
          before: was.says,
          after: is.says,
          because: is.by === undefined ? undefined : is.by.name,
          place: is.by?.place,
        })
      }
    }
  }
}

type Rule = {
  readonly name: string
  readonly place: Place
  readonly subjects: readonly (readonly string[])[]
  readonly predicates: readonly string[]
  readonly paths: readonly string[]
  readonly objectTags: readonly (readonly string[])[]
  readonly allow: boolean
}

/** What nobody rules is open to whatever else is in force, and refused where nothing is. */
const order = ['refused', 'not allowed', 'allowed'] as const
type Says = (typeof order)[number]

const rulesOf = (side: Side): readonly Rule[] => [
  ...accessPoliciesOf(side).map((policy) => ({ ...policy, name: `policy ${policy.name}` })),
  ...grantsOf(side),
]

/** A grant lets its subjects do what its use case says. */
const grantsOf = ({ project }: Side): readonly Rule[] =>
  project.resources.flatMap((resource) => {
    if (resource.type !== 'grant') return []
    const section = member(resource.document.value, 'grant')
    const [subjects, values] = [member(section, 'subjects'), member(section, 'values')]
    const list = (value: unknown): readonly unknown[] =>
      Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
    const paths = list(values).map((value) => (typeof value === 'string' ? value : stableJson(value)))
    return [
      {
        name: `grant ${resource.name}`,
        place: resource.place,
        subjects: list(subjects).map((subject) => [String(subject)]),
        predicates: [`use ${String(member(section, 'policy_use_case_id') ?? 'what it is for')}`],
        paths: paths.length === 0 ? ['all of it'] : paths,
        objectTags: [],
        allow: true,
      },
    ]
  })

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Subjects of grants whom no policy names. */
const granteesOf = (rules: readonly Rule[], readers: readonly Reader[]): readonly Reader[] => {
  const known = new Set(readers.flatMap(({ before, after }) => [...before.tags, ...after.tags]))
  const subjects = rules.flatMap((rule) => rule.subjects.flat()).filter((subject) => !known.has(subject))
  return [...new Set(subjects)].map((subject) => {
    const principal = { name: subject, tags: [subject] }
    return { name: subject, before: principal, after: principal, isDeclared: false }
  })
}

const tagText = (group: readonly string[]): string => `what is tagged ${group.join(' and ')}`

const datasetsOf = ({ project, lineage }: Side): readonly string[] => [
  ...lineage.flatMap(({ dataset, inputs }) => [dataset, ...inputs]),
  ...project.resources.flatMap((resource) =>
    resource.type === 'dataset' ? [printAddress(resource.address)] : [],
  ),
]

const evaluator = (rules: readonly Rule[]) => {
  const compiled = rules.map((rule) => ({
    rule,
    text: stableJson({ ...rule, place: undefined, document: undefined }),
    subjects: rule.subjects.map((group) => group.map((pattern) => matcher(pattern, ':'))),
    verbs: rule.predicates.map((pattern) => matcher(pattern, '')),
    objects: [
      ...rule.paths.map((pattern) => matcher(pattern, ':/')),
      ...rule.objectTags.map((group) => (text: string) => text === tagText(group)),
    ],
  }))
  type Compiled = (typeof compiled)[number]
  const isAbout = ({ subjects }: Compiled, tags: readonly string[]) =>
    subjects.some((group) => group.every((matches) => tags.some(matches)))
  return {
    /** The rules about somebody, as text. */
    selecting: (tags: readonly string[]): string =>
      compiled
        .flatMap((each) => (isAbout(each, tags) ? [each.text] : []))
        .toSorted()
        .join('\n'),
    says: (tags: readonly string[], verb: string, object: string): { says: Says; by: Rule | undefined } => {
      const matching = compiled.filter(
        (each) =>
          each.verbs.some((matches) => matches(verb)) &&
          each.objects.some((matches) => matches(object)) &&
          isAbout(each, tags),
      )
      const by = (matching.find(({ rule }) => !rule.allow) ?? matching[0])?.rule
      return { says: by === undefined ? 'not allowed' : by.allow ? 'allowed' : 'refused', by }
    },
  }
}

/** A pattern that cannot be read is taken as it stands. */
const matcher = (pattern: string, separators: string): ((text: string) => boolean) => {
  const glob = compileGlob(pattern, separators)
  return glob.kind === 'glob' ? glob.matches : (text) => text === pattern
}
