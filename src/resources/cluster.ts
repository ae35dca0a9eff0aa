import { nearest } from '../base/nearest.ts'
import { diagnose } from '../diagnostics/index.ts'
import type { Document } from '../manifest/document.ts'
import type { Cluster } from '../manifest/generated/cluster.ts'
import { addressAt } from './address-at.ts'
import { checkCron } from './cron.ts'
import { checkTimezone } from './plain-values.ts'
import { type NamedResource, namedSecrets, type Report, registered } from './registered.ts'
import { checkRunnable } from './runnable.ts'

/** A query engine with depots attached. */
export const readCluster = registered('cluster', ['v1'], (document, report) => {
  const { cluster } = document.value as Cluster
  const sections = (['minerva', 'themis'] as const).filter((name) => cluster[name] !== undefined)
  const [section] = sections
  const { type } = cluster
  if (type !== undefined && !types.includes(type.trim().toLowerCase())) {
    const params = { what: 'the type of the cluster', value: type, values: types, near: nearest(type, types) }
    report(diagnose('MR1308', params, document.place(['cluster', 'type'])))
    return []
  }
  for (const other of ['nats', 'jupyterHub'] as const)
    if (cluster[other] !== undefined)
      report(diagnose('MR1309', { what: `the engine ${other}` }, document.place(['cluster', other], 'key')))
  if (section === undefined) {
    if (cluster.nats === undefined && cluster.jupyterHub === undefined)
      report(
        diagnose(
          'MR1346',
          { what: 'the cluster', section: cluster.type ?? 'minerva' },
          document.place(['cluster'], 'key'),
        ),
      )
    return []
  }
  if (cluster.type !== undefined && cluster.type.toLowerCase() !== section) {
    const params = { what: 'the cluster', section: cluster.type, found: section }
    report(diagnose('MR1346', params, document.place(['cluster', 'type'])))
  }
  checkMaintenance(document, cluster.maintenance, report)
  const path = ['cluster', section]
  const engine = cluster[section]
  checkRunnable(
    { document, path, report },
    { stack: section, ...(engine?.resources && { resources: engine.resources }) },
  )
  return [
    ...(engine?.depots ?? []).flatMap(({ address, secrets }, i) => [
      ...namedDepot(document, [...path, 'depots', i, 'address'], address, report),
      ...namedSecrets({ document, path: [...path, 'depots', i, 'secrets'] }, secrets),
    ]),
    ...namedSecrets({ document, path: ['cluster', 'dataosSecrets'] }, cluster.dataosSecrets),
  ]
})

const types = ['minerva', 'themis', 'nats', 'jupyterhub']

const namedDepot = (
  document: Document,
  path: readonly (string | number)[],
  text: string,
  report: Report,
): readonly NamedResource[] => {
  const address = addressAt(document, path, text, report)
  return address === undefined
    ? []
    : [{ types: ['depot', 'lakehouse'], name: address.depot, place: document.place(path) }]
}

const checkMaintenance = (
  document: Document,
  maintenance: Cluster['cluster']['maintenance'],
  report: Report,
): void => {
  const path = ['cluster', 'maintenance']
  if (maintenance?.restartCron !== undefined)
    checkCron(document, [...path, 'restartCron'], maintenance.restartCron, report)
  checkTimezone({ document, path: [...path, 'timezone'], report }, maintenance?.timezone)
  for (const [i, { cron, timezone }] of (maintenance?.scalingCrons ?? []).entries()) {
    checkCron(document, [...path, 'scalingCrons', i, 'cron'], cron, report)
    checkTimezone({ document, path: [...path, 'scalingCrons', i, 'timezone'], report }, timezone)
  }
}
