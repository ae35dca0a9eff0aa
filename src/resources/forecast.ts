import { diagnose } from '../diagnostics/index.ts'
import type { Forecast } from '../manifest/generated/forecast.ts'
import { datasetAt } from './address-at.ts'
import { checkCron } from './cron.ts'
import { durationSeconds } from './duration.ts'
import { checkTimezone } from './plain-values.ts'
import { registered } from './registered.ts'

/** Our own type: the next values of a series, and the band in which they should stay. */
export const readForecast = registered('forecast', ['v1'], (document, report) => {
  const { forecast } = document.value as Forecast
  const at = (...path: readonly string[]) => ['forecast', ...path]
  const { dataset, sql, interval, season, horizon, band, schedule } = forecast
  if ((dataset === undefined) === (sql === undefined)) {
    const has = dataset === undefined ? 'neither' : 'both'
    const params = { what: 'the forecast', one: 'dataset', other: 'sql', has } as const
    report(diagnose('MR1323', params, document.place(at(), 'key')))
  }
  for (const [key, text] of Object.entries({ interval, season }))
    if (text !== undefined && durationSeconds(text) === undefined)
      report(diagnose('MR1358', { text }, document.place(at(key))))
  if (Number(horizon) < 1) {
    const params = { what: 'the horizon', value: horizon, from: 1 }
    report(diagnose('MR1317', params, document.place(at('horizon'))))
  }
  const coverage = Number(band?.coverage ?? 0.95)
  if (!(coverage > 0 && coverage < 1)) {
    const params = { what: 'the coverage', value: coverage, from: 0, to: 1 }
    report(diagnose('MR1317', params, document.place(at('band', 'coverage'))))
  }
  if (schedule !== undefined) checkCron(document, at('schedule', 'cron'), schedule.cron, report)
  checkTimezone({ document, path: at('schedule', 'timezone'), report }, schedule?.timezone)
  return Object.entries({ dataset, output: forecast.output }).flatMap(([key, text]) => {
    const address = text === undefined ? undefined : datasetAt(document, at(key), text, report)
    return address === undefined
      ? []
      : [{ types: ['depot', 'lakehouse'], name: address.depot, place: document.place(at(key)) }]
  })
})
