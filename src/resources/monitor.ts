import { diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Monitor } from '../manifest/generated/monitor.ts'
import { checkCron } from './cron.ts'
import { checkJqFilter, checkTimezone, checkWord } from './plain-values.ts'
import { type RegisteredResource, type Report, registered } from './registered.ts'

/** Looks at something on a schedule and raises an incident. */
export const readMonitor = registered('monitor', ['v1alpha'], (document, report) => {
  const { monitor } = document.value as Monitor
  checkCron(document, ['monitor', 'schedule'], monitor.schedule, report)
  checkTimezone({ document, path: ['monitor', 'timezone'], report }, monitor.timezone)
  const section = sections[monitor.type]
  if (section !== undefined && monitor[section] === undefined) {
    const other = Object.values(sections).find((name) => name !== section && monitor[name] !== undefined)
    const params = { what: `a monitor of type ${monitor.type}`, section, found: other }
    report(diagnose('MR1346', params, document.place(['monitor', 'type'])))
  }
  if (monitor.incident === undefined || monitor.incident === null)
    report(
      diagnose(
        'MR1349',
        { what: 'the monitor raises no incident: nobody would hear of it' },
        document.place(['monitor'], 'key'),
      ),
    )
  checkEquation(monitor, document, report)
  checkReport(monitor, document, report)
  for (const misplaced of ['operator', 'conditions'] as const)
    if (monitor[misplaced] !== undefined) {
      const where = misplaced === 'operator' ? 'equation' : 'report'
      report(diagnose('MR1347', { key: misplaced, where }, document.place(['monitor', misplaced], 'key')))
    }
  return []
})

const sections: Readonly<Record<string, 'equation' | 'report'>> = {
  equation_monitor: 'equation',
  report_monitor: 'report',
}

const checkReport = (monitor: Monitor['monitor'], document: Document, report: Report): void => {
  const asked = monitor.report
  if (asked === undefined) return
  const { dataOsInstance, dataOSInstance, dataosInstance } = asked.source
  if ((dataOsInstance ?? dataOSInstance ?? dataosInstance) === undefined) {
    const params = { what: 'the source of the report', section: 'dataOsInstance' }
    report(diagnose('MR1346', params, document.place(['monitor', 'report', 'source'], 'key')))
  }
  for (const [i, condition] of (asked.conditions ?? []).entries()) {
    const path = ['monitor', 'report', 'conditions', i]
    for (const [test, filters] of Object.entries(condition))
      for (const [key, filter] of Object.entries(new Object(filters)))
        if (key.endsWith('JqFilter')) checkJqFilter({ document, path: [...path, test, key], report }, filter)
  }
  if (asked.conditions === undefined && monitor.conditions === undefined) {
    const params = { what: 'the report', section: 'conditions' }
    report(diagnose('MR1346', params, document.place(['monitor', 'report'], 'key')))
  }
}

const checkEquation = (monitor: Monitor['monitor'], document: Document, report: Report): void => {
  const { equation } = monitor
  if (equation === undefined) return
  const path = ['monitor', 'equation']
  if (equation.operator === undefined && monitor.operator === undefined) {
    const misplaced = equation.rightExpression.operator ?? equation.leftExpression.operator
    const place = document.place(path, 'key')
    report(
      misplaced === undefined
        ? diagnose('MR1346', { what: 'the equation', section: 'operator' }, place)
        : diagnose('MR1347', { key: 'operator', where: 'equation' }, place),
    )
  }
  checkConstants(equation, document, report)
  if (equation.comparisonColumn !== undefined) {
    const place = document.place([...path, 'comparisonColumn'], 'key')
    report(diagnose('MR1347', { key: 'comparisonColumn', where: 'query' }, place))
  }
  for (const side of ['leftExpression', 'rightExpression'] as const) {
    if (equation[side].comparisonColumn !== undefined) {
      const place = document.place([...path, side, 'comparisonColumn'], 'key')
      report(diagnose('MR1347', { key: 'comparisonColumn', where: 'query' }, place))
    }
    checkWord({ document, path: [...path, side, 'query', 'type'], report }, equation[side].query?.type, {
      what: 'the kind of the source',
      values: ['prom', 'trino', 'postgres', 'lens', 'static'],
    })
  }
}

/** An equation that asks nothing always comes out alike. */
const checkConstants = (
  { leftExpression, rightExpression, operator }: NonNullable<Monitor['monitor']['equation']>,
  document: Document,
  report: Report,
): void => {
  if (leftExpression.query !== undefined || rightExpression.query !== undefined || operator === undefined)
    return
  const left = Number(leftExpression.queryConstant ?? 0)
  const right = Number(rightExpression.queryConstant ?? 0)
  if (Number.isNaN(left) || Number.isNaN(right)) return
  const always = {
    equals: left === right,
    not_equals: left !== right,
    greater_than: left > right,
    less_than: left < right,
    greater_than_equals: left >= right,
    less_than_equals: left <= right,
  }[operator]
  const params = { what: `both sides are constants, ${left} and ${right}`, always }
  report(diagnose('MR1465', params, document.place(['monitor', 'equation', 'operator'])))
}

/** The name of the incident that a monitor raises. */
export const raisedIncident = ({ document }: RegisteredResource): string | undefined => {
  const name: unknown = (document.value as Monitor).monitor.incident?.['name']
  return typeof name === 'string' ? name : undefined
}
