import { code, didYouMean } from '../code.ts'

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
  }),
  MR1407: code<{ compute: string; near?: string | undefined }>({
    title: 'an unmapped compute',
    severity: 'warning',
    message: (p) => `compute "${p.compute}" is not mapped to an engine; the default engine runs the node`,
    hint: (p) => didYouMean(p) ?? `map it in millrace.yaml: computes: {${p.compute}: default}`,
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
