import type { Sql } from '../../quote.ts'
import type { Functions } from './entry.ts'

export const formatFunctions: Functions = {}
export const formatMacros: readonly Sql[] = []
