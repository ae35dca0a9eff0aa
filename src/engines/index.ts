// What executes SQL. `engine.ts` is the contract; each engine fills it in a folder of its own. An engine knows
// nothing of manifests or tables: it gets finished SQL. Engines are opened by run/deps.ts and the query command only.
export type { Connection, Engine, EngineColumn, EngineRow, EngineTable, EngineValue } from './engine.ts'
export { type DuckdbOptions, openDuckdb } from './duckdb/engine.ts'
