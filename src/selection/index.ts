// What the command line chooses: dbt's selectors over everything that a project declares. Pure. In: facts of resources
// and nodes, from manifests or from registrations, and the words of the user. Out: members of one graph, and the words
// that match nothing. To add a method: an entry in methods.ts.
export { keptFacts, projectFacts, type ResourceFacts } from './facts.ts'
export { condition, parseSelectors, type Selector, type Term } from './grammar.ts'
export { type SelectionGraph, selectionGraph } from './graph.ts'
export { type Member, nodeReference, referenceOf } from './member.ts'
export type { Background } from './methods.ts'
export { registeredFacts } from './registered-facts.ts'
export { type Selected, select } from './select.ts'
