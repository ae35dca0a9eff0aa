import { diagnose } from '../diagnostics/index.ts'
import type { Stack } from '../manifest/generated/stack.ts'
import { checkWord } from './plain-values.ts'
import { registered } from './registered.ts'

/** A program that runs as a stack of the platform. */
export const readStack = registered('stack', ['v1alpha'], (document, report) => {
  const { stack } = document.value as Stack
  const schema = stack.stackSpecValueSchema?.jsonSchema
  const place = document.place(['stack', 'stackSpecValueSchema', 'jsonSchema'])
  if (typeof schema === 'string' && !isJson(schema)) report(diagnose('MR1348', {}, place))
  const at = { document, path: ['stack', 'secretProjection', 'type'], report }
  const values = ['envVars', 'propFile']
  checkWord(at, stack.secretProjection?.type, { what: 'the way in which secrets arrive', values })
  return []
})

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
