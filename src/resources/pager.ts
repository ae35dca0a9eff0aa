import { diagnose, type Place } from '../diagnostics/index.ts'
import type { Pager } from '../manifest/generated/pager.ts'
import { checkJqFilter, checkWebAddress, checkWord } from './plain-values.ts'
import { type RegisteredResource, registered } from './registered.ts'

/** Sends incidents of monitors to people. */
export const readPager = registered('pager', ['v1alpha'], (document, report) => {
  const { pager } = document.value as Pager
  for (const [i, { operator, valueJqFilter }] of pager.conditions.entries()) {
    const path = ['pager', 'conditions', i]
    checkWord({ document, path: [...path, 'operator'], report }, operator, {
      what: 'the operator',
      values: ['equals', 'contains', 'not_equals'],
    })
    checkJqFilter({ document, path: [...path, 'valueJqFilter'], report }, valueJqFilter)
    if (!valueJqFilter.trim().startsWith('.')) {
      const what = `"${valueJqFilter}" is no place in an incident: it does not start with a dot`
      report(diagnose('MR1349', { what }, document.place([...path, 'valueJqFilter'])))
    }
  }
  pager.conditions.forEach((condition, i) => {
    // All conditions have to hold.
    const other = pager.conditions
      .slice(0, i)
      .find(
        (earlier) =>
          earlier.operator === 'equals' &&
          condition.operator === 'equals' &&
          earlier.valueJqFilter.trim() === condition.valueJqFilter.trim() &&
          String(earlier.value) !== String(condition.value),
      )
    if (other === undefined) return
    const params = {
      filter: condition.valueJqFilter,
      value: String(other.value),
      other: String(condition.value),
    }
    report(diagnose('MR1466', params, document.place(['pager', 'conditions', i, 'value'])))
  })
  const output = ['pager', 'output']
  const { email } = pager.output
  const isList = Array.isArray(email)
  for (const [i, target] of (isList ? email : (email?.emailTargets ?? [])).entries())
    if (!target.includes('@')) {
      const place = document.place([...output, 'email', ...(isList ? [i] : ['emailTargets', i])])
      report(diagnose('MR1349', { what: `"${target}" is no address of a mailbox` }, place))
    }
  checkWebAddress({ document, path: [...output, 'webHook', 'url'], report }, pager.output.webHook?.url)
  checkWebAddress(
    { document, path: [...output, 'msTeams', 'webHookUrl'], report },
    pager.output.msTeams?.webHookUrl,
  )
  if (Object.keys(pager.output).length === 0)
    report(diagnose('MR1349', { what: 'the pager tells nobody' }, document.place(['pager', 'output'], 'key')))
  return []
})

/** The incident that a pager waits for, where it names one. */
export const awaitedIncident = ({
  document,
}: RegisteredResource): { readonly name: string; readonly place: Place } | undefined => {
  const { conditions } = (document.value as Pager).pager
  const i = conditions.findIndex(
    ({ valueJqFilter, operator }) => valueJqFilter.trim() === '.properties.name' && operator === 'equals',
  )
  const condition = conditions[i]
  if (condition === undefined) return undefined
  return { name: String(condition.value), place: document.place(['pager', 'conditions', i, 'value']) }
}
