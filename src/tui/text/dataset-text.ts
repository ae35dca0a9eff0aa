import { namesDataset, parseAddress, sqlName } from '../../address.ts'
import { countText } from './quantity-text.ts'
import type { CheckResult, Publication } from '../run-state.ts'
import { oneLine } from './terminal-text.ts'

/** A dataset as people type it in SQL, `lake.fs.customer`, whichever way the event named it. */
export const datasetText = (dataset: string): string => {
  const parsed = parseAddress(dataset)
  return parsed.kind === 'address' && namesDataset(parsed.address)
    ? sqlName(parsed.address)
    : oneLine(dataset)
}

/** What a publication did to its table: `+20,000 rows, 20,000 total`. */
export const publicationText = ({ addedRows, removedRows, totalRows, branch }: Publication): string => {
  const removed = removedRows === 0 ? '' : ` −${countText(removedRows)}`
  const added = addedRows === 0 && removedRows > 0 ? '' : ` +${countText(addedRows)}`
  const changed = Math.max(addedRows, removedRows) === 1 ? 'row' : 'rows'
  return `${added}${removed} ${changed}, ${countText(totalRows)} total${branch === undefined ? '' : `, on branch ${oneLine(branch)}`}`.trimStart()
}

/** A check and how it ended: `cust_id duplicate_count == 0: FAIL (5) in lake.fs.customer`. */
export const checkText = (check: CheckResult): string => {
  const subject = check.column === undefined ? '' : `${oneLine(check.column)} `
  const actual = check.actual === null ? '' : ` (${oneLine(check.actual)})`
  const said = `${subject}${oneLine(check.test)}: ${verdicts[check.outcome]}${actual}`
  if (check.outcome === 'pass') return said
  const reason = check.reason === undefined ? '' : `: ${oneLine(check.reason)}`
  return `${said} in ${datasetText(check.dataset)}${reason}`
}

/** How the checks ended: `12 passed`, `1 of 12 failed, 1 could not be evaluated`; undefined where there were none. */
export const checkCountText = (
  passed: number,
  open: readonly Pick<CheckResult, 'outcome'>[],
): string | undefined => {
  const total = passed + open.length
  if (total === 0) return undefined
  const failed = open.filter(({ outcome }) => outcome === 'fail').length
  const unevaluated = open.length - failed
  if (open.length === 0) return `${countText(total)} passed`
  const failing = failed === 0 ? [] : [`${countText(failed)} of ${countText(total)} failed`]
  const unknown = unevaluated === 0 ? [] : [`${countText(unevaluated)} could not be evaluated`]
  return [...failing, ...unknown].join(', ')
}

const verdicts = { pass: 'pass', fail: 'FAIL', error: 'ERROR' } as const
