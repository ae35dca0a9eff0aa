// Who sees what. In: mask policies as data, a reader with tags, datasets with tagged columns, a query. Out: a decision
// per column, the secured relation of a dataset, and a query over nothing but such relations. No policy decision is
// made anywhere else, and nothing here runs an engine. A mask operator is a file in operators/ and a line in its index.
export { confirmAdmitted, confirmTranslated } from './admission/admit.ts'
export type { Use } from './admission/names.ts'
export {
  type CompiledQuery,
  type CompileRequest,
  compileNames,
  compileQuery,
  openConditions,
  type SecuredView,
} from './compile.ts'
export { compileGlob } from './glob.ts'
export type { Principal, ReadableDataset, TaggedColumn } from './dataset.ts'
export {
  type ColumnDecision,
  covering,
  type Decision,
  decide,
  judging,
  type LosingReason,
  openness,
  type Reveal,
} from './decide.ts'
export type { Mask, MaskPolicy } from './mask-policy.ts'
export { readerSessionSettings } from './reader-session.ts'
export { secureRelation } from './secure.ts'
export { isNumber, type TypeFamily, typeFamily } from './type-family.ts'
