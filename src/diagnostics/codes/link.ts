import { code, didYouMean, nearestPerhaps } from '../code.ts'

type DepotUse = {
  readonly depot: string
  readonly near?: string | undefined
  readonly known: readonly string[]
}

export const linkCodes = {
  MR1401: code<{ type: string; name: string; workspace: string }>({
    title: 'declared twice',
    severity: 'error',
    message: (p) => `${p.type} "${p.name}" is declared more than once in workspace ${p.workspace}`,
    hint: () => 'remove one of them, or give it another name',
  }),
  MR1402: code<DepotUse>({
    title: 'unknown depot',
    severity: 'error',
    message: (p) =>
      `depot "${p.depot}" is not bound${p.known.length === 0 ? '' : `; known are ${p.known.join(', ')}`}`,
    hint: (p) =>
      didYouMean(p) ?? `say where it lives in millrace.yaml: depots: {${p.depot}: {type: FILE, path: …}}`,
  }),
  MR1403: code<{ depot: string; type: string }>({
    title: 'a depot that does not run here',
    severity: 'error',
    message: (p) => `depot "${p.depot}" is of type ${p.type}, which this release does not open`,
    hint: (p) =>
      `bind it to a local place in millrace.yaml: depots: {${p.depot}: {type: FILE, path: …}} or {type: LAKEHOUSE}`,
  }),
  MR1404: code<DepotUse>({
    title: 'a product names an unknown depot',
    severity: 'warning',
    message: (p) => `depot "${p.depot}" is not known here`,
    hint: didYouMean,
  }),
  MR1405: code<{ cycle: readonly string[] }>({
    title: 'datasets depend on each other in a circle',
    severity: 'error',
    message: (p) => `these nodes wait for each other: ${[...p.cycle, p.cycle[0]].join(' → ')}`,
    hint: () => 'let one of them read an earlier dataset',
  }),
  MR1406: code<{ type: string; name: string; workspace?: string | undefined; near?: string | undefined }>({
    title: 'a named resource that is not declared',
    severity: 'warning',
    message: (p) =>
      `${p.type} "${p.name}"${p.workspace === undefined ? '' : ` in workspace ${p.workspace}`} is not declared here`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR1407: code<{ compute: string; near?: string | undefined }>({
    title: 'an unmapped compute',
    severity: 'warning',
    message: (p) => `compute "${p.compute}" is not mapped to an engine; the default engine runs the node`,
    hint: (p) => didYouMean(p) ?? `map it in millrace.yaml: computes: {${p.compute}: default}`,
    fix: nearestPerhaps,
  }),
  MR1408: code<{ compute: string; engine: string }>({
    title: 'a compute mapped to an engine that does not run here',
    severity: 'error',
    message: (p) =>
      `compute "${p.compute}" means engine "${p.engine}", which is Trino: this release runs DuckDB only`,
    hint: (p) => `map it to another engine in millrace.yaml: computes: {${p.compute}: default}`,
  }),
  MR1409: code<{ dataset: string; other: string }>({
    title: 'two writers that replace one dataset',
    severity: 'warning',
    message: (p) => `${p.dataset} is also replaced by ${p.other}: whichever runs last wins`,
    hint: () => 'write to two datasets, or append',
  }),
  MR1410: code<{ dataset: string; column: string; near?: string | undefined }>({
    title: 'a described column that the dataset does not have',
    severity: 'warning',
    message: (p) => `${p.dataset} has no column "${p.column}": tags and promises of it have no effect`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR1412: code<{ volume: string }>({
    title: 'a volume that nothing defines',
    severity: 'warning',
    message: (p) => `no volume "${p.volume}" is defined; the node runs without it`,
    hint: () => 'jobs run in this process and need no volume: the entry can be removed',
  }),
  MR1413: code<{ input: string; address: string }>({
    title: 'new files of a table',
    severity: 'error',
    message: (p) => `input "${p.input}" reads new files, but ${p.address} is a table`,
    hint: () => 'read the new rows of a table with incremental: {context, sql, keys, state}',
  }),
  MR1414: code<{ action: string; address: string }>({
    title: 'an action on files',
    severity: 'error',
    message: (p) => `${p.action} works on Iceberg tables, but ${p.address} is a dataset of files`,
  }),
} as const

type More = { readonly more: number }

const andMore = ({ more }: More): string => (more === 0 ? '' : ` and ${more} more`)

/** MR1450 to MR1469 about a whole project: what DataOS asks for beyond what runs here, and who comes first. */
export const projectCodes = {
  MR1450: code<{ node: string } & More>({
    title: 'node without a compute',
    severity: 'warning',
    message: (p) => `node "${p.node}"${andMore(p)} names no compute: the default engine runs it`,
    hint: () => 'DataOS asks for one: compute: runnable-default',
  }),
  MR1452: code<{ type: string; name: string } & More>({
    title: 'no workspace',
    severity: 'info',
    message: (p) => `${p.type} "${p.name}"${andMore(p)} names no workspace and belongs to public`,
    hint: () => 'write workspace: public, or the one that is meant',
  }),
  MR1453: code<{ workspace: string; near?: string | undefined }>({
    title: 'workspace that is not declared',
    severity: 'warning',
    message: (p) => `workspace "${p.workspace}" is declared nowhere; it is taken as it is named`,
    hint: (p) => didYouMean(p) ?? 'declare it with a manifest of type workspace',
    fix: nearestPerhaps,
  }),
  MR1454: code<{ depot: string; type: string }>({
    title: 'scanner on an object store',
    severity: 'warning',
    message: (p) =>
      `depot "${p.depot}" is an object store (${p.type}): DataOS has nothing to scan there but Iceberg tables`,
  }),
  MR1455: code<{ node: string } & More>({
    title: 'scanner that does not run as metis',
    severity: 'warning',
    message: (p) => `scanner node "${p.node}"${andMore(p)} does not run as metis, which DataOS asks for`,
    hint: () => 'add runAsUser: metis beside stack; it has no effect here',
  }),
  MR1459: code<{ dataset: string; other: string }>({
    title: 'a dataset that is replaced and written to in no order',
    severity: 'warning',
    message: (p) => `${p.dataset} is replaced here and written to by ${p.other}: which comes first is open`,
    hint: () => 'make one depend on the other, or write to two datasets',
  }),
  MR1460: code<{ dataset: string; name: string }>({
    title: 'a dataset described twice',
    severity: 'warning',
    message: (p) => `${p.dataset} is also described by "${p.name}"`,
    hint: () => 'keep what is said about one dataset in one manifest',
  }),
  MR1461: code<{ workflow: string; node: string; by: string }>({
    title: 'workflow that runs as a node',
    severity: 'info',
    message: (p) => `workflow "${p.workflow}" runs as node "${p.node}" of "${p.by}", not by itself`,
  }),
  MR1467: code<{ workflow: string; endOn: string }>({
    title: 'schedule that has ended',
    severity: 'warning',
    message: (p) => `the schedule of "${p.workflow}" ended on ${p.endOn}: it starts no run any more`,
    hint: () => 'move endOn, or remove the schedule',
  }),
  MR1468: code<{ node: string; before: readonly string[]; now: readonly string[] }>({
    title: 'a node that writes to another dataset than before',
    severity: 'error',
    message: (p) =>
      `node "${p.node}" wrote ${p.before.join(', ')} when it was applied before, and now writes ${p.now.join(', ')}: nobody would renew the old one`,
    hint: () => 'give the node another name, or apply with --force',
  }),
} as const
