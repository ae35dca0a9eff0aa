import type { Place } from '../diagnostics/index.ts'
import type { MaskPolicy, Principal } from '../policy/index.ts'
import type { AccessPolicy } from '../resources/index.ts'
import { samplesOf } from './samples.ts'
import type { Side } from './side.ts'

/** Somebody to compare by, with the tags that each side gives. */
export type Reader = {
  readonly name: string
  readonly before: Principal
  readonly after: Principal
  /** False for one whom no project file declares: a stand-in for all who have the tags. */
  readonly isDeclared: boolean
}

/**
 * Readers to compare by: the users of the project file, everybody whom a policy calls by name, a stand-in for each role
 * and for each set of roles that a policy wants together, and one whom no policy names. Where a policy changes, its
 * roles are also tried together with each other one: which policy wins may show only then.
 */
export const readersOf = (before: Side, after: Side): readonly Reader[] => {
  const [old, fresh] = [before.project.settings.users, after.project.settings.users]
  const declared = Object.keys(fresh).map((name): Reader => {
    const principal = (tags: readonly string[] = []) => ({ name, tags: [`users:id:${name}`, ...tags] })
    return {
      name,
      before: principal(old[name]?.tags),
      after: principal(fresh[name]?.tags),
      isDeclared: true,
    }
  })
  const groups = [before, after].flatMap(({ project }) =>
    project.resources.flatMap((resource) => (resource.type === 'policy' ? namedBy(resource.policy) : [])),
  )
  const people = groups.flat().flatMap((tag) => /^users:id:([^*?[{\\]+)$/.exec(tag)?.[1] ?? [])
  const unknown = [...new Set(people)].filter((name) => fresh[name] === undefined && old[name] === undefined)
  const roles = [...new Set(groups.flat().filter((tag) => !tag.startsWith('users:id:')))].toSorted()
  const together = groups.filter((group) => group.length > 1 && group.every((tag) => roles.includes(tag)))
  const changing = new Set(changedPolicies(before, after).flatMap(namedBy).flat())
  const named = [...roles, ...unknown.map((name) => `users:id:${name}`)]
  const pairs = named
    .filter((tag) => changing.has(tag))
    .flatMap((tag) => roles.filter((other) => other !== tag).map((other) => [tag, other]))
  const sets = [...roles.map((role) => [role]), ...together, ...pairs.slice(0, mostPairs)]
  const standIns = new Map(sets.map((tags) => tags.toSorted()).map((tags) => [tags.join(' and '), tags]))
  return [
    ...declared,
    ...unknown.map((name) => standIn(name, [`users:id:${name}`])),
    ...[...standIns].map(([text, tags]) => standIn(`anyone with ${text}`, tags)),
    standIn('anyone else', []),
  ]
}

/** Two roles together are tried as long as they are so few; each alone always is. */
const mostPairs = 200

const standIn = (name: string, tags: readonly string[]): Reader => ({
  name,
  before: { name, tags },
  after: { name, tags },
  isDeclared: false,
})

type Policy = Extract<Side['project']['resources'][number], { type: 'policy' }>['policy']

/** Sets of tags of users that a policy asks for together. */
const namedBy = (policy: Policy): readonly (readonly string[])[] => {
  switch (policy.kind) {
    case 'mask':
    case 'filter':
      return policy.user.match === 'all'
        ? [policy.user.tags.flatMap((tag) => samplesOf(tag).slice(0, 1))]
        : policy.user.tags.flatMap(samplesOf).map((tag) => [tag])
    case 'access':
      return policy.subjects.flatMap((group) =>
        group.length === 1
          ? group.flatMap(samplesOf).map((tag) => [tag])
          : [group.flatMap((tag) => samplesOf(tag).slice(0, 1))],
      )
    case 'archived':
      return []
  }
}

const changedPolicies = (before: Side, after: Side): readonly Policy[] => {
  const policies = ({ project }: Side) =>
    new Map(
      project.resources.flatMap((resource) =>
        resource.type === 'policy' ? [[resource.name, resource] as const] : [],
      ),
    )
  const [old, fresh] = [policies(before), policies(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), fresh.get(name)]
    return was === is || was?.hash() === is?.hash() ? [] : [was, is].flatMap((each) => each?.policy ?? [])
  })
}

export const masksOf = ({ project }: Side): readonly MaskPolicy[] =>
  project.resources.flatMap((resource) =>
    resource.type === 'policy' && resource.policy.kind === 'mask' ? [resource.policy] : [],
  )

export const rowPoliciesOf = ({ project }: Side) =>
  project.resources.flatMap((resource) =>
    resource.type === 'policy' && resource.policy.kind === 'filter'
      ? [{ name: resource.name, place: resource.place, ...resource.policy }]
      : [],
  )

export const accessPoliciesOf = ({
  project,
}: Side): readonly (AccessPolicy & { readonly name: string; readonly place: Place })[] =>
  project.resources.flatMap((resource) =>
    resource.type === 'policy' && resource.policy.kind === 'access'
      ? [{ name: resource.name, place: resource.place, ...resource.policy }]
      : [],
  )
