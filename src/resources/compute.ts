import type { Compute } from '../manifest/generated/compute.ts'
import { checkWord } from './plain-values.ts'
import { registered } from './registered.ts'

/** Where jobs run. The project file maps its name to an engine; what else it says has no effect here. */
export const readCompute = registered('compute', ['v1', 'v1beta'], (document, report) => {
  const { compute } = document.value as Compute
  const at = { document, path: ['compute', 'purpose'], report }
  checkWord(at, compute.purpose, { what: 'the purpose', values: ['runnable', 'query', 'gpu'] })
  return []
})
