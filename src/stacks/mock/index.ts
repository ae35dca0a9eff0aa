// Made-up data that looks alive: seeded feeds of a card business, and changes to its customers. In: the job of a mock
// node, or rows and what to change about them; out: CSV files in a file depot. A new entity is a file with its columns
// and rows, and a line in feed.ts.
export {
  changeableColumnsOf,
  changeCustomers,
  changeCustomersAtRandom,
  type CustomerChange,
  type CustomerRow,
  pickCustomers,
} from './change-set.ts'
export { closedValues } from './closed-values.ts'
export { openCurrentCustomers } from './current-customers.ts'
export { datasetFolder } from './dataset-folder.ts'
export { writeChangeSet } from './write-change-set.ts'
