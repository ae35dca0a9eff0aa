// SQL as text: quoting, texts that know their place, and Spark SQL turned into the engine's. In comes a statement and
// the columns of the relations that it may read; out comes SQL of the same meaning, or diagnostics at the exact place.
// A function of Spark is added in spark/functions, a rule that the engine lacks in spark/engines/duckdb/macros.ts.
export {
  deserializeStatement,
  isObject as isTreeObject,
  parseTree,
  printTree,
  serializeStatement,
  textOf,
  type Tree,
  type TreeObject,
} from './parse-tree.ts'
export { ident, join, literal, type Sql, sql, trusted } from './quote.ts'
export { type RowCondition, rowConditions } from './row-conditions.ts'
export { detachedText, type SourceText } from './source-text.ts'
export { compareStatements } from './spark/compare/compare-statements.ts'
export type { StatementChange } from './spark/compare/statement-change.ts'
export { readStatement } from './spark/compare/query-parts.ts'
export { composed, type Disclosure, widest } from './spark/disclosure.ts'
export { fillIncremental, incrementalNames, keyText, valuesAsColumns } from './spark/incremental.ts'
export { trino } from './spark/engines/trino/index.ts'
export { trinoStatement } from './spark/engines/trino/statement.ts'
export { locateEngineError } from './spark/locate-engine-error.ts'
export type { SparkMerge } from './spark/merge/read-merge.ts'
export { translateMerge } from './spark/merge/translate-merge.ts'
export { sparkMacros, sparkMacrosFor } from './spark/engines/duckdb/macros.ts'
export { type RelationName, relationNames } from './spark/relation-names.ts'
export type { TranslationCache } from './spark/translation-cache.ts'
export { createSparkTranslator, type Relations, type SparkTranslator } from './spark/translator.ts'
export type {
  Hint,
  LineageColumn,
  OutputColumn,
  TranslatedExpression,
  Translation,
} from './spark/stored-translation.ts'
export { diagnoseRefusal, isRefusal } from './spark/refusal.ts'
export { sessionZone } from './spark/zones/session-zone.ts'
export { type SparkSettings, sparkSettingsOf } from './spark/spark-settings.ts'
export type { Zone } from './spark/zones/time-zones.ts'
