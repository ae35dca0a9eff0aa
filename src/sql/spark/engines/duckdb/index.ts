import { castTo, engineType } from './casts.ts'
import { tryCastTo } from './try-cast.ts'
import type { Engine } from '../engine.ts'
import { clauses, finish, windows } from './clauses.ts'
import { once } from './define-macro.ts'
import { constants } from './literals.ts'
import { nested } from './nested.ts'
import { operators } from './operators.ts'
import { time } from './time.ts'

export const duckdb: Engine = {
  id: 'duckdb',
  title: 'DuckDB',
  types: { name: engineType, cast: castTo, tryCast: tryCastTo },
  constants,
  operators,
  nested,
  time,
  windows,
  clauses,
  finish,
  once,
}
