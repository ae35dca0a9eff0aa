// What is known about datasets: their shape, and the tags of their columns. Pure; the scanner and the runner bring the
// facts, state/ keeps them.
export { type ColumnTag, type ColumnTagRule, tagColumns } from './column-tags.ts'
export { compareFacts, type DatasetFacts } from './dataset-facts.ts'
