import { diagnose } from '../diagnostics/index.ts'
import type { Dashboard } from '../manifest/generated/dashboard.ts'
import { datasetAt } from './address-at.ts'
import { checkCron } from './cron.ts'
import { checkTimezone } from './plain-values.ts'
import { registered } from './registered.ts'

/** Our own type: a page of charts over datasets. */
export const readDashboard = registered('dashboard', ['v1'], (document, report) => {
  const { dashboard } = document.value as Dashboard
  if (dashboard.refresh !== undefined)
    checkCron(document, ['dashboard', 'refresh'], dashboard.refresh, report)
  checkTimezone({ document, path: ['dashboard', 'timezone'], report }, dashboard.timezone)
  const seen = new Set<string>()
  return dashboard.tiles.flatMap(({ name, dataset, sql }, i) => {
    const path = ['dashboard', 'tiles', i]
    const place = document.place([...path, 'name'])
    if (seen.has(name)) report(diagnose('MR1351', { what: 'tiles', name }, place))
    seen.add(name)
    if ((dataset === undefined) === (sql === undefined))
      report(
        diagnose(
          'MR1323',
          {
            what: `the tile "${name}"`,
            one: 'dataset',
            other: 'sql',
            has: dataset === undefined ? 'neither' : 'both',
          },
          place,
        ),
      )
    if (dataset === undefined) return []
    const address = datasetAt(document, [...path, 'dataset'], dataset, report)
    return address === undefined
      ? []
      : [{ types: ['depot', 'lakehouse'], name: address.depot, place: document.place([...path, 'dataset']) }]
  })
})
