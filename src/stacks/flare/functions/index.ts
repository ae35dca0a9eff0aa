// Every transformation function of a Flare step, one file each, named as the manifest names it. In: a checked call, a
// relation and its columns; out: one SELECT, or diagnostics. To add one: a file here, a line in the table below.
import { addColumn } from './add-column.ts'
import { anyDate } from './any-date.ts'
import { anyTimestamp } from './any-timestamp.ts'
import { changeCase } from './change-case.ts'
import { changeColumnCase } from './change-column-case.ts'
import { cleanseColumnNames } from './cleanse-column-names.ts'
import { columnsReplace } from './columns-replace.ts'
import { copy } from './copy.ts'
import { cutCharacter } from './cut-character.ts'
import { decode } from './decode.ts'
import { diffDate } from './diff-date.ts'
import { drop } from './drop.ts'
import { dropDuplicates } from './drop-duplicates.ts'
import { encode } from './encode.ts'
import { epochToTimestamp } from './epoch-to-timestamp.ts'
import { fillNullOrEmpty } from './fill-null-or-empty.ts'
import { findAndReplace } from './find-and-replace.ts'
import { flatten } from './flatten.ts'
import { flattenOuter } from './flatten-outer.ts'
import { formatDate } from './format-date.ts'
import { formatUnixDate } from './format-unix-date.ts'
import { generateUuid } from './generate-uuid.ts'
import { hash } from './hash.ts'
import { incrementVariable } from './increment-variable.ts'
import { maskNumber } from './mask-number.ts'
import { merge } from './merge.ts'
import { parseAsJson } from './parse-as-json.ts'
import { parseHtml } from './parse-html.ts'
import { pivot } from './pivot.ts'
import { rename } from './rename.ts'
import { renameAll } from './rename-all.ts'
import { select } from './select.ts'
import { setColumn } from './set-column.ts'
import { setType } from './set-type.ts'
import { setVariable } from './set-variable.ts'
import { snakeCase } from './snake-case.ts'
import { splitEmail } from './split-email.ts'
import { splitUrl } from './split-url.ts'
import { swap } from './swap.ts'
import { trim } from './trim.ts'
import { unfurl } from './unfurl.ts'
import { unpivot } from './unpivot.ts'
import type { FlareFunction } from './function.ts'

export type { FlareFunction } from './function.ts'
export { callContext } from './parts/call-context.ts'

/** All functions, by the alphabet. */
export const flareFunctions: readonly FlareFunction[] = [
  addColumn,
  anyDate,
  anyTimestamp,
  changeCase,
  changeColumnCase,
  cleanseColumnNames,
  columnsReplace,
  copy,
  cutCharacter,
  decode,
  diffDate,
  drop,
  dropDuplicates,
  encode,
  epochToTimestamp,
  fillNullOrEmpty,
  findAndReplace,
  flatten,
  flattenOuter,
  formatDate,
  formatUnixDate,
  generateUuid,
  hash,
  incrementVariable,
  maskNumber,
  merge,
  parseAsJson,
  parseHtml,
  pivot,
  rename,
  renameAll,
  select,
  setColumn,
  setType,
  setVariable,
  snakeCase,
  splitEmail,
  splitUrl,
  swap,
  trim,
  unfurl,
  unpivot,
]

/** The function of that name; undefined for an unknown one. Names are compared exactly, as Flare does. */
export const functionByName = (name: string): FlareFunction | undefined =>
  flareFunctions.find((candidate) => candidate.name === name)
