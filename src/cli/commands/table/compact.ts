import { DiagnosticsError, hasErrors } from '../../../diagnostics/index.ts'
import { type Table, tableColumns } from '../../../lakehouse/index.ts'
import { compactTable, type CompactOutcome, rewriteManifests } from '../../../lakehouse/maintenance/index.ts'
import { type OpenedDeps, openDeps } from '../../../run/index.ts'
import { createSparkTranslator, detachedText, type Sql } from '../../../sql/index.ts'
import { translationCache } from '../../../state/translation-cache.ts'
import { counted, sizeText } from '../../../tui/index.ts'
import type { CommandHandler, Invocation } from '../../command.ts'
import { findTable } from '../../find-table.ts'
import { lockTable } from '../../lock-table.ts'
import { openSettings } from '../../open-project.ts'
import { branchOption, flag, textOption } from '../../options.ts'
import { jsonText } from '../../output/json-text.ts'
import { readSort } from '../../read-sort.ts'
import { countOption, sizeOption } from '../../read-value.ts'
import { refreshFacts } from '../../refresh-facts.ts'

/** Rewrites small files into larger ones. Rows stay as they are, so nothing is asked. */
export const tableCompact: CommandHandler = async (invocation, signal) => {
  const { args, options } = invocation
  const settings = await openSettings({ ...invocation, args: [] }, signal)
  await using deps = openDeps({ settings })
  const { table, address, name } = await findTable(deps, args[0] ?? '', signal)
  const where = await whereOption(textOption(options, 'where'), table, deps)
  const sort = textOption(options, 'sort')
  const sortBy = sort === undefined ? undefined : readSort(sort, '--sort')
  const targetFileSizeBytes = sizeOption(options, 'targetSize')
  const minInputFiles = countOption(options, 'minFiles')
  const dryRun = flag(options, 'dryRun')
  const id = deps.newId()
  const common = {
    identity: table.identity,
    branch: branchOption(options),
    dryRun,
    runId: id,
    commitId: `compact-${id}`,
  }
  using _lock = dryRun
    ? undefined
    : lockTable({ ...deps, branch: common.branch }, table.identity, 'table compact')
  if (flag(options, 'manifests')) {
    const outcome = await rewriteManifests(deps.lakehouse, common, signal)
    const { before, after } = outcome
    const text =
      after === before
        ? `${name}: ${counted(before, 'manifest file')}, as few as can be`
        : after === undefined
          ? `${name}: ${counted(before, 'manifest file')} would be written anew`
          : `${name}: ${counted(before, 'manifest file')} became ${after}`
    print(invocation, outcome, text)
    return 0
  }
  const engine = await deps.engine('default')
  await using connection = await engine.connect(signal)
  const commits = countOption(options, 'commits')
  const outcome = await compactTable(
    deps.lakehouse,
    {
      ...common,
      connection,
      options: {
        rewriteAll: flag(options, 'all'),
        ...(targetFileSizeBytes === undefined ? {} : { targetFileSizeBytes }),
        ...(minInputFiles === undefined ? {} : { minInputFiles }),
      },
      ...(where === undefined ? {} : { where }),
      ...(sortBy === undefined ? {} : { sortBy }),
      ...(commits === undefined ? {} : { commits }),
    },
    signal,
  )
  if (outcome.snapshotIds.length > 0) await refreshFacts(deps, address, signal)
  print(invocation, outcome, outcomeText(outcome, name, dryRun))
  return outcome.givenUp > 0 ? 1 : 0
}

const print = ({ io, options }: Invocation, outcome: unknown, text: string): void => {
  io.stdout.write(textOption(options, 'output') === 'json' ? `${jsonText(outcome)}\n` : `${text}\n`)
}

const outcomeText = (outcome: CompactOutcome, name: string, dryRun: boolean): string => {
  const { groups, removedFiles, removedBytes, addedFiles, addedBytes, removedDeleteFiles, givenUp } = outcome
  const left =
    givenUp === 0
      ? ''
      : `\n${counted(givenUp, 'group')} of files changed again and again, and stayed as they are`
  if (groups === 0) return `${name}: no files to compact${left}`
  const before = `${counted(removedFiles, 'file')} (${sizeText(removedBytes)})`
  if (dryRun) return `${name}: ${before} would become about ${addedFiles}`
  const deletes = removedDeleteFiles === 0 ? '' : `, and ${counted(removedDeleteFiles, 'delete file')} went`
  return `${name}: ${before} became ${addedFiles} (${sizeText(addedBytes)})${deletes}${left}`
}

/** Spark SQL over the table's columns, as conditions of jobs are. Throws DiagnosticsError where it cannot be read. */
const whereOption = async (
  text: string | undefined,
  table: Table,
  { database }: OpenedDeps,
): Promise<Sql | undefined> => {
  if (text === undefined) return undefined
  const translator = createSparkTranslator({ cache: translationCache(database) })
  const { value, diagnostics } = await translator.translateExpression(
    detachedText(text, '--where'),
    tableColumns(table),
  )
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics)
  return value.sql
}
