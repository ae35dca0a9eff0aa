import type { Sql } from '../../quote.ts'
import type { Functions } from './entry.ts'

export const urlFunctions: Functions = {}
export const urlMacros: readonly Sql[] = []
