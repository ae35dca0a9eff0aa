import { nearest } from '../../base/nearest.ts'
import { code, didYouMean, nearestOnly, nearestPerhaps } from '../code.ts'

type Near = { readonly near?: string | undefined }

/** MR1300–MR1399: what a resource says is not what it can mean. */
export const meaningCodes = {
  // MR130x the envelope
  MR1300: code<{ type: string } & Near>({
    title: 'unknown resource type',
    severity: 'error',
    message: ({ type }) => `"${type}" is not a resource type`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1301: code<{ type: string; name: string }>({
    title: 'resource type not supported',
    severity: 'error',
    message: ({ type, name }) =>
      `"${name}" is of type ${type}, which extends the platform itself: there is nothing to extend here`,
    hint: () => 'keep the manifest in a folder that millrace.yaml does not list under resources',
  }),
  MR1302: code<{ type: string; section: string; found?: string | undefined }>({
    title: 'section missing',
    severity: 'error',
    message: ({ type, section }) => `a resource of type ${type} needs the section "${section}"`,
    hint: ({ section, found }) => (found === undefined ? undefined : `rename "${found}" to "${section}"`),
    fix: ({ section, found }) =>
      found === undefined ? undefined : { text: section, isSafe: nearest(section, [found]) !== undefined },
  }),
  MR1303: code<{ section: string; keys: readonly string[] }>({
    title: 'section is empty',
    severity: 'error',
    message: ({ section }) => `the section "${section}" is empty`,
    hint: ({ section, keys }) =>
      keys.length === 0 ? undefined : `indent ${keys.join(', ')}: they belong under "${section}"`,
  }),
  MR1304: code<{ what: string; name: string; rule: string }>({
    title: 'malformed name',
    severity: 'error',
    message: ({ what, name, rule }) => `"${name}" cannot be the name of a ${what}: ${rule}`,
  }),
  MR1305: code<{ what: string; name: string }>({
    title: 'name not portable',
    severity: 'warning',
    message: ({ what, name }) => `the ${what} name "${name}" is accepted here but not by DataOS`,
    hint: () => 'use lower-case letters and digits, starting with a letter',
  }),
  MR1306: code<{ what: string; name: string }>({
    title: 'long name',
    severity: 'warning',
    message: ({ what, name }) =>
      `the ${what} name "${name}" has ${name.length} characters; with the suffix of a run DataOS allows 30`,
    hint: () => 'choose a shorter name where the manifest is also applied to DataOS',
  }),
  MR1307: code<{ type: string; version: string; usual: string }>({
    title: 'unusual version',
    severity: 'warning',
    message: ({ type, version, usual }) => `${type} is read as ${usual} although it says "${version}"`,
    hint: ({ usual }) => `write version: ${usual}`,
    fix: ({ usual }) => ({ text: usual, isSafe: true }),
  }),
  MR1308: code<{ what: string; value: string; values: readonly string[] } & Near>({
    title: 'value not allowed',
    severity: 'error',
    message: ({ what, value, values }) => `${what} is "${value}", which is not one of ${values.join(', ')}`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1309: code<{ what: string; next?: string | undefined }>({
    title: 'not supported yet',
    severity: 'error',
    message: ({ what }) => `${what} is not supported by this release`,
    hint: ({ next }) => next,
  }),
  // MR131x, MR132x workflows
  MR1310: code<{ node: string }>({
    title: 'duplicate node name',
    severity: 'error',
    message: ({ node }) => `two nodes of this workflow are named "${node}"`,
    hint: () => 'rename one of them: dependencies refer to nodes by name',
  }),
  MR1311: code<{ node: string; dependency: string } & Near>({
    title: 'unknown dependency',
    severity: 'error',
    message: ({ node, dependency }) =>
      `node "${node}" depends on "${dependency}", which is no node of this workflow`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR1312: code<{ cycle: readonly string[] }>({
    title: 'dependency cycle',
    severity: 'error',
    message: ({ cycle }) =>
      `these nodes wait for each other: ${[...cycle, ...cycle.slice(0, 1)].join(' → ')}`,
    hint: () => 'remove one of the dependencies',
  }),
  MR1313: code<{ node: string }>({
    title: 'node without a spec',
    severity: 'error',
    message: ({ node }) => `node "${node}" has no spec`,
    hint: () => 'say what it runs: spec: {stack: …, stackSpec: …}',
  }),
  MR1314: code<{ node: string; stack: string }>({
    title: 'node without a stackSpec',
    severity: 'error',
    message: ({ node, stack }) => `node "${node}" runs ${stack} but has no stackSpec`,
    hint: ({ stack }) => `say what ${stack} has to do under stackSpec, beside stack`,
  }),
  MR1315: code<{ stack: string } & Near>({
    fix: ({ stack, near }) =>
      near === undefined ? undefined : { text: stack.replace(/^[^:+]*/, near), isSafe: true },
    title: 'unknown stack',
    severity: 'error',
    message: ({ stack }) => `"${stack}" is not a stack`,
    hint: didYouMean,
  }),
  MR1316: code<{ node: string; stack: string; instead?: string | undefined }>({
    title: 'stack that does not run here',
    severity: 'warning',
    message: ({ node, stack }) => `node "${node}" is left out: the stack ${stack} does not run here`,
    hint: ({ instead }) => instead,
  }),
  MR1317: code<{ what: string; value: number | string; from: number; to?: number | undefined }>({
    title: 'number out of range',
    severity: 'error',
    message: ({ what, value, from, to }) =>
      `${what} is ${value}, not ${to === undefined ? `at least ${from}` : `from ${from} to ${to}`}`,
  }),
  MR1318: code<{ workflow: string }>({
    title: 'schedule not followed',
    severity: 'warning',
    message: ({ workflow }) => `the schedule of "${workflow}" is read but not followed by this release`,
    hint: () => 'start the workflow with "millrace run" from a scheduler of your own',
  }),
  MR1319: code<{ cron: string; fields: number }>({
    title: 'malformed cron expression',
    severity: 'error',
    message: ({ cron, fields }) => `the cron expression "${cron}" has ${fields} fields, not 5`,
    hint: () => 'write minute, hour, day of the month, month, day of the week',
  }),
  MR1320: code<{ used: string; ignored: string }>({
    title: 'two payloads',
    severity: 'error',
    message: ({ used, ignored }) => `both "${used}" and its older name "${ignored}" are given`,
    hint: ({ ignored }) => `remove "${ignored}"`,
  }),
  // MR133x, MR134x policies
  MR1330: code<{ operator: string } & Near>({
    title: 'unknown mask operator',
    severity: 'error',
    message: ({ operator }) => `"${operator}" is not a mask operator`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1331: code<{ what: string }>({
    title: 'policy not supported yet',
    severity: 'error',
    message: ({ what }) =>
      `${what} is not supported by this release: this policy cannot be compiled, and what it covers stays closed`,
  }),
  MR1332: code<{ operator: string; argument: string }>({
    title: 'mask argument missing',
    severity: 'error',
    message: ({ operator, argument }) => `the mask operator ${operator} needs "${argument}"`,
    hint: ({ operator, argument }) => `add ${operator}: {${argument}: …} beside "operator"`,
  }),
  MR1333: code<{ block: string; operator: string }>({
    title: 'arguments of another operator',
    severity: 'warning',
    message: ({ block, operator }) => `"${block}" has no effect: the mask operator is ${operator}`,
    hint: ({ block }) => `remove "${block}"`,
  }),
  MR1334: code<object>({
    title: 'policy without users',
    severity: 'error',
    message: () => 'the policy selects no users',
    hint: () => 'name at least one tag under selector.user.tags, such as roles:id:analyst',
  }),
  MR1335: code<object>({
    title: 'policy without columns',
    severity: 'error',
    message: () => 'the policy selects no columns',
    hint: () => 'name tags or names under selector.column',
  }),
  MR1336: code<{ kind: string; section: string }>({
    title: 'policy is incomplete',
    severity: 'error',
    message: ({ kind, section }) => `a ${kind} policy needs "${section}"`,
  }),
  MR1337: code<{ id: string; reason: string }>({
    title: 'malformed policy scope',
    severity: 'error',
    message: ({ id, reason }) => `dataset_id "${id}" ${reason}`,
    hint: () => 'write dataset_id: depot.collection.dataset, alone',
  }),
  MR1338: code<object>({
    title: 'column names without a dataset',
    severity: 'warning',
    message: () => 'the policy selects columns by name in every dataset',
    hint: () => 'add depot, collection and dataset, or select by tag',
  }),
  MR1339: code<object>({
    title: 'wide exemption',
    severity: 'warning',
    message: () => 'pass_through selects by tags and by names: a column needs only one of them to be shown',
    hint: () => 'keep one of the two',
  }),
  MR1340: code<{ value: string }>({
    title: 'bucket is not a number',
    severity: 'error',
    message: ({ value }) => `the bucket "${value}" is not a number`,
  }),
  MR1341: code<{ what: string }>({
    title: 'access policy matches nothing',
    severity: 'error',
    message: ({ what }) => `an access policy needs ${what}`,
  }),
  // MR135x products, depots, datasets
  MR1355: code<{ type: string } & Near>({
    title: 'unknown depot type',
    severity: 'error',
    message: ({ type }) => `"${type}" is not a depot type`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1356: code<{ depot: string }>({
    title: 'credentials in a manifest',
    severity: 'warning',
    message: ({ depot }) => `the depot "${depot}" holds credentials in its manifest`,
    hint: () => 'write them as variables, such as password: ${DB_PASSWORD}, and set those outside git',
  }),
  MR1357: code<{ column: string }>({
    title: 'duplicate column',
    severity: 'error',
    message: ({ column }) => `the column "${column}" is declared twice`,
  }),
  MR1358: code<{ text: string }>({
    title: 'malformed duration',
    severity: 'error',
    message: ({ text }) => `"${text}" is not a duration`,
    hint: () => 'write a number and a unit: 30 minutes, 24 hours, 7 days',
  }),
  // MR136x addresses and the scanner
  MR1360: code<{ address: string; reason: string; near?: string | undefined }>({
    title: 'malformed address',
    severity: 'error',
    message: ({ address, reason }) => `the address "${address}" is malformed: ${reason}`,
    hint: ({ near }) =>
      near === undefined ? 'write dataos://depot:collection/dataset' : `did you mean "${near}"?`,
  }),
  MR1361: code<{ address: string }>({
    title: 'address names no dataset',
    severity: 'error',
    message: ({ address }) => `the address "${address}" names no dataset`,
    hint: () => 'write dataos://depot:collection/dataset',
  }),
  MR1362: code<object>({
    title: 'scanner without a depot',
    severity: 'error',
    message: () => 'the scanner names no depot',
    hint: () => 'add depot: dataos://<name>',
  }),
  MR1363: code<{ regex: string; reason: string }>({
    title: 'regular expression cannot be used',
    severity: 'error',
    message: ({ regex, reason }) => `the regular expression "${regex}" cannot be used: ${reason}`,
  }),
  // MR1364 to MR1398 Flare jobs
  MR1364: code<object>({
    title: 'Flare payload without a job',
    severity: 'warning',
    message: () => 'inputs, steps and outputs stand directly under stackSpec',
    hint: () => 'put them under "job"',
  }),
  MR1365: code<object>({
    title: 'Flare job missing',
    severity: 'error',
    message: () => 'the stackSpec has no job',
  }),
  MR1366: code<{ key: string; place: string }>({
    title: 'misplaced option',
    severity: 'warning',
    message: ({ key, place }) => `"${key}" is misplaced; it is read as ${place}`,
    hint: ({ place }) => `move it to ${place}`,
  }),
  MR1367: code<{ key: string; place: string }>({
    title: 'misplaced option without effect',
    severity: 'warning',
    message: ({ key }) => `"${key}" has no effect here`,
    hint: ({ place }) => `move it to ${place}`,
  }),
  MR1368: code<{ name: string }>({
    title: 'view defined twice',
    severity: 'warning',
    message: ({ name }) => `"${name}" is defined before; what follows reads this one`,
    hint: () => 'give each view a name of its own',
  }),
  MR1369: code<{ name: string } & Near>({
    title: 'output of an unknown view',
    severity: 'error',
    message: ({ name }) => `the output "${name}" is neither a step nor an input of this job`,
    hint: didYouMean,
    fix: nearestPerhaps,
  }),
  MR1370: code<{ what: string }>({
    title: 'job without an input',
    severity: 'error',
    message: ({ what }) => `${what} needs an input`,
  }),
  MR1371: code<{ what: string; name: string; key: string }>({
    title: 'key missing in a job',
    severity: 'error',
    message: ({ what, name, key }) => `the ${what} "${name}" has no ${key}`,
    hint: ({ key }) => (key === 'dataset' ? 'add dataset: dataos://depot:collection/dataset' : `add ${key}`),
  }),
  MR1372: code<{ format: string } & Near>({
    title: 'unknown format',
    severity: 'error',
    message: ({ format }) => `"${format}" is not a format`,
    hint: (params) => didYouMean(params) ?? 'write csv, json, parquet or iceberg',
    fix: nearestOnly,
  }),
  MR1373: code<{ saveMode: string; key: 'merge' | 'strategy' }>({
    title: 'merge beside another saveMode',
    severity: 'warning',
    message: ({ saveMode, key }) => `saveMode ${saveMode} has no effect: the output has a ${key}`,
    hint: ({ key }) => `remove saveMode or ${key}`,
  }),
  MR1374: code<{ clause: string; next: string }>({
    title: 'merge clause not supported',
    severity: 'error',
    message: ({ clause }) => `"${clause}" in a merge is not supported by this release`,
    hint: ({ next }) => next,
  }),
  MR1375: code<{ reference: string; expected: string }>({
    title: 'file of the wrong kind',
    severity: 'error',
    message: ({ reference, expected }) => `"${reference}" is not ${expected}`,
  }),
  MR1376: code<{ step: string }>({
    title: 'step with two statements',
    severity: 'error',
    message: ({ step }) => `the step "${step}" has both sql and sqlFile`,
    hint: () => 'keep one of the two',
  }),
  MR1377: code<{ name: string; address: string }>({
    title: 'job writes what it reads',
    severity: 'warning',
    message: ({ name, address }) => `the output "${name}" writes ${address}, which this job also reads`,
    hint: () => 'each run then works on the result of the one before',
  }),
  MR1378: code<{ sink: string } & Near>({
    title: 'sink of an unknown output',
    severity: 'error',
    message: ({ sink }) => `the sink names the output "${sink}", which this job does not have`,
    hint: didYouMean,
  }),
  MR1380: code<{ name: string } & Near>({
    title: 'undefined incremental key',
    severity: 'error',
    message: ({ name }) => `$|${name}| is not a key of this incremental read`,
    hint: didYouMean,
  }),
  MR1381: code<{ name: string }>({
    title: 'incremental key used too early',
    severity: 'error',
    message: ({ name }) => `$|${name}| is computed after the key that uses it`,
    hint: () => 'keys are computed in the order in which they are listed',
  }),
  MR1382: code<{ name: string }>({
    title: 'duplicate incremental key',
    severity: 'error',
    message: ({ name }) => `the key "${name}" is defined twice`,
  }),
  MR1383: code<{ name: string } & Near>({
    title: 'unknown key in state',
    severity: 'error',
    message: ({ name }) => `"${name}" is not a key of this incremental read`,
    hint: didYouMean,
  }),
  MR1384: code<object>({
    title: 'BETWEEN over stored keys',
    severity: 'warning',
    message: () => 'BETWEEN includes both ends: rows on the boundary are read by two runs',
    hint: () => 'write > for the start and <= for the end',
  }),
  MR1385: code<object>({
    title: 'assertion without a subject',
    severity: 'error',
    message: () => 'an assertion needs either "column" or "sql"',
  }),
  MR1386: code<{ test: string }>({
    title: 'malformed test',
    severity: 'error',
    message: ({ test }) => `the test "${test}" cannot be read`,
    hint: () => 'write a metric, an operator and a number: missing_count == 0',
  }),
  MR1390: code<{ name: string } & Near>({
    title: 'unknown function',
    severity: 'error',
    message: ({ name }) => `"${name}" is not a function of Flare`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
  MR1391: code<{ name: string; argument: string } & Near>({
    title: 'unknown argument',
    severity: 'error',
    message: ({ name, argument }) => `the function ${name} has no argument "${argument}"`,
    hint: didYouMean,
  }),
  MR1392: code<{ name: string; argument: string }>({
    title: 'argument missing',
    severity: 'error',
    message: ({ name, argument }) => `the function ${name} needs the argument "${argument}"`,
  }),
  MR1393: code<{ name: string; argument: string; expected: string }>({
    title: 'argument of the wrong type',
    severity: 'error',
    message: ({ name, argument, expected }) => `the argument "${argument}" of ${name} must be ${expected}`,
  }),
  MR1394: code<object>({
    title: 'column tags without one selector',
    severity: 'error',
    message: () => 'column tags need exactly one of columnName, columnNames and columnRegex',
  }),
  MR1395: code<object>({
    title: 'filters include and exclude',
    severity: 'warning',
    message: () => 'both includes and excludes are given: a name must match one and none of the other',
    hint: () => 'DataOS ignores excludes in this case',
  }),
  MR1396: code<{ mistyped?: string | undefined; type?: string | undefined }>({
    title: 'resource without a type',
    severity: 'error',
    message: ({ mistyped }) =>
      mistyped === undefined ? 'the resource says no type' : `the resource says no type, only "${mistyped}"`,
    hint: ({ mistyped, type }) => {
      if (mistyped !== undefined) return 'did you mean "type"?'
      return `add type: ${type ?? 'workflow, policy, data, depot or dataset'}`
    },
    fix: ({ mistyped }) => nearestOnly({ near: mistyped === undefined ? undefined : 'type' }),
  }),
  MR1397: code<{ layer: string } & Near>({
    title: 'unknown layer',
    severity: 'warning',
    message: ({ layer }) => `"${layer}" is not a layer; user is meant`,
    hint: didYouMean,
    fix: nearestOnly,
  }),
} as const
