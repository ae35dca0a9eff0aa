import type { Lens } from '../manifest/generated/lens.ts'
import { checkSlip, checkWebAddress } from './plain-values.ts'
import { namedSecrets, registered } from './registered.ts'
import { checkRunnable } from './runnable.ts'

const sources = `
  minerva themis flash depot cluster trino postgres postgresql mysql mssql snowflake bigquery redshift databricks
`
  .trim()
  .split(/\s+/)

/** A semantic model over tables. */
export const readLens = registered('lens', ['v1alpha'], (document, report) => {
  const { lens } = document.value as Lens
  for (const part of ['api', 'worker', 'router', 'metric', 'iris'] as const) {
    const { resources, logLevel } = lens[part] ?? {}
    const said = { ...(resources && { resources }), ...(logLevel && { logLevel }) }
    checkRunnable({ document, path: ['lens', part], report }, { stack: 'lens', ...said })
  }
  const { type, name } = lens.source
  checkSlip({ document, path: ['lens', 'source', 'type'], report }, type, {
    what: 'the source',
    values: sources,
  })
  checkWebAddress({ document, path: ['lens', 'repo', 'url'], report }, lens.repo?.url)
  const isCluster = ['minerva', 'themis', 'cluster'].includes(type.toLowerCase())
  const isDepot = type.toLowerCase() === 'depot'
  return [
    ...namedSecrets({ document, path: ['lens', 'secrets'] }, lens.secrets),
    ...(isCluster || isDepot
      ? [{ types: [isDepot ? 'depot' : 'cluster'], name, place: document.place(['lens', 'source', 'name']) }]
      : []),
  ]
})
