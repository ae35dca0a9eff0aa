import { diagnose } from '../diagnostics/index.ts'
import type { Lakehouse } from '../manifest/generated/lakehouse.ts'
import { checkName } from './names.ts'
import { checkWord } from './plain-values.ts'
import { namedSecrets, registered } from './registered.ts'

/** A store of tables: depot, catalog and engine in one. Here its depot is bound in the project file. */
export const readLakehouse = registered('lakehouse', ['v1alpha'], (document, report) => {
  const { lakehouse } = document.value as Lakehouse
  const path = ['lakehouse', 'iceberg', 'storage']
  for (const misplaced of ['metastore', 'queryEngine'] as const)
    if (lakehouse[misplaced] !== undefined) {
      const place = document.place(['lakehouse', misplaced], 'key')
      report(diagnose('MR1347', { key: misplaced, where: 'iceberg' }, place))
    }
  const storage = lakehouse.iceberg?.storage
  if (storage === undefined) {
    const place = document.place(['lakehouse'], 'key')
    report(diagnose('MR1346', { what: 'the lakehouse', section: 'iceberg' }, place))
    return []
  }
  if (storage.depotName !== undefined)
    for (const found of checkName('depot', storage.depotName, document.place([...path, 'depotName'])))
      report(found)
  checkWord({ document, path: [...path, 'type'], report }, storage.type, {
    what: 'the type of the store',
    values: storeTypes,
  })
  const type = storeTypes.find((known) => known === storage.type.toLowerCase())
  return [
    ...namedSecrets({ document, path: [...path, 'secrets'] }, storage.secrets),
    ...(type === undefined
      ? []
      : namedSecrets({ document, path: [...path, type, 'secrets'] }, storage[type]?.secrets)),
  ]
})

const storeTypes = ['s3', 'abfss', 'gcs', 'wasbs'] as const
