// What there is one of for each type of resource. To add a type: a JSON Schema, a file with its reader, and one line in
// `kinds`.
import type { Staged } from '../diagnostics/index.ts'
import * as validators from '../manifest/generated/validators.js'
import type { Document, Loaded, ShapeValidator } from '../manifest/index.ts'
import { readBundle } from './bundle.ts'
import { readCluster } from './cluster.ts'
import { readCompute } from './compute.ts'
import { readDashboard } from './dashboard.ts'
import { readData } from './data.ts'
import { readDatabase } from './database.ts'
import { readDataset } from './dataset.ts'
import { readDepot } from './depot.ts'
import { readDomain } from './domain.ts'
import { readForecast } from './forecast.ts'
import { readGrant } from './grant.ts'
import type { StackLookup } from './job.ts'
import { readLakehouse } from './lakehouse.ts'
import { readLens } from './lens.ts'
import { readMonitor } from './monitor.ts'
import { readOperatorResource } from './operator-resource.ts'
import { readPager } from './pager.ts'
import { readPolicy } from './policy.ts'
import { readInstanceSecret, readSecret } from './secret.ts'
import { readService } from './service.ts'
import { readStack } from './stack.ts'
import { readVolume } from './volume.ts'
import { readWorker } from './worker.ts'
import { readWorkflow } from './workflow.ts'
import { readWorkspace } from './workspace.ts'

type Kind = {
  readonly type: string
  readonly validator: ShapeValidator
  readonly read: (
    document: Document,
    attachment: Loaded['attachment'],
    stacks: StackLookup,
  ) => Staged<{ readonly type: string } | undefined>
  /** For a type that people expect to run, and that does not run here: what does its work instead. */
  readonly instead?: string
}

const platform = 'run the manifest on the platform that it is written for'

export const kinds = [
  { type: 'workflow', validator: validators.workflow, read: readWorkflow },
  { type: 'policy', validator: validators.policy, read: readPolicy },
  { type: 'data', validator: validators.data, read: readData },
  { type: 'depot', validator: validators.depot, read: readDepot },
  { type: 'dataset', validator: validators.dataset, read: readDataset },
  { type: 'service', validator: validators.service, read: readService, instead: platform },
  { type: 'worker', validator: validators.worker, read: readWorker, instead: platform },
  { type: 'secret', validator: validators.secret, read: readSecret },
  { type: 'instance-secret', validator: validators.instanceSecret, read: readInstanceSecret },
  { type: 'compute', validator: validators.compute, read: readCompute },
  {
    type: 'cluster',
    validator: validators.cluster,
    read: readCluster,
    instead: 'queries run on the engines of millrace.yaml, whichever cluster they name',
  },
  {
    type: 'lakehouse',
    validator: validators.lakehouse,
    read: readLakehouse,
    instead: 'bind its depot in millrace.yaml: depots: {NAME: {type: LAKEHOUSE}}',
  },
  {
    type: 'volume',
    validator: validators.volume,
    read: readVolume,
    instead: 'jobs read and write depots, and files below the project',
  },
  {
    type: 'stack',
    validator: validators.stack,
    read: readStack,
    instead: 'flare, scanner and mock run here',
  },
  { type: 'database', validator: validators.database, read: readDatabase, instead: platform },
  {
    type: 'monitor',
    validator: validators.monitor,
    read: readMonitor,
    instead: 'assertions of a flare job stop bad data, and a run that fails ends with an exit code',
  },
  {
    type: 'pager',
    validator: validators.pager,
    read: readPager,
    instead: 'a scheduler of your own can tell people when millrace run fails',
  },
  {
    type: 'bundle',
    validator: validators.bundle,
    read: readBundle,
    instead: 'millrace apply registers and runs the manifests of its members in the order of their data',
  },
  {
    type: 'grant',
    validator: validators.grant,
    read: readGrant,
    instead: 'rights come from policies, and from the users of millrace.yaml and their tags',
  },
  {
    type: 'lens',
    validator: validators.lens,
    read: readLens,
    instead: 'millrace query reads the datasets behind it',
  },
  { type: 'domain', validator: validators.domain, read: readDomain },
  { type: 'workspace', validator: validators.workspace, read: readWorkspace },
  { type: 'resource', validator: validators.resource, read: readOperatorResource, instead: platform },
  {
    type: 'dashboard',
    validator: validators.dashboard,
    read: readDashboard,
    instead: 'millrace query answers the queries of its tiles',
  },
  {
    type: 'forecast',
    validator: validators.forecast,
    read: readForecast,
    instead: 'a later release predicts',
  },
] as const satisfies readonly Kind[]

export type ResourceType = (typeof kinds)[number]['type']
export type Resource = NonNullable<ReturnType<(typeof kinds)[number]['read']>['value']>

export const kindsByType: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.type, kind]))

/** What does the work of a type that people expect to run and that does not run here. */
export const insteadOf = (type: ResourceType): string | undefined => {
  const kind: Kind | undefined = kinds.find((known) => known.type === type)
  return kind?.instead
}
