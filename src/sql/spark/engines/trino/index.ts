import type { Engine } from '../engine.ts'
import { castTo, tryCastTo } from './casts.ts'
import { clauses, finish, windows } from './clauses.ts'
import { constants } from './literals.ts'
import { nested } from './nested.ts'
import { operators } from './operators.ts'
import { time } from './time.ts'
import { typeName } from './type-names.ts'

export const trino: Engine = {
  id: 'trino',
  title: 'Trino',
  types: { name: typeName, cast: castTo, tryCast: tryCastTo },
  constants,
  operators,
  nested,
  time,
  windows,
  clauses,
  finish,
}
