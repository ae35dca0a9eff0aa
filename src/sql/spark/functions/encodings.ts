import type { Sql } from '../../quote.ts'
import type { Functions } from './entry.ts'

export const encodingFunctions: Functions = {}
export const encodingMacros: readonly Sql[] = []
