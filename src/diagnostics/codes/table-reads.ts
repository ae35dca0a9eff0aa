import { code, didYouMean } from '../code.ts'

export const tableReadCodes = {
  MR3130: code<{ table: string; name: string; known: readonly string[]; near?: string | undefined }>({
    title: 'unknown branch or tag',
    severity: 'error',
    message: (p) => `${p.table} has no branch or tag "${p.name}"`,
    hint: (p) =>
      didYouMean(p) ?? (p.known.length === 0 ? 'it has none at all' : `it has ${p.known.join(', ')}`),
  }),
  MR3131: code<{ table: string; at: string; oldest?: string | undefined }>({
    title: 'no snapshot as old as that',
    severity: 'error',
    message: (p) => `${p.table} has no snapshot of ${p.at} or before`,
    hint: (p) =>
      p.oldest === undefined ? 'nothing was ever written to it' : `its history begins at ${p.oldest}`,
  }),
  MR3132: code<{ path: string; reason: string }>({
    title: 'a damaged data file',
    severity: 'error',
    message: (p) => `cannot read the data file ${p.path}: ${p.reason}`,
    hint: () => 'restore the file from a backup, or read an older snapshot of the table',
  }),
  MR3133: code<{ table: string; path: string; mapping: string }>({
    title: 'a data file without field ids',
    severity: 'error',
    message: (p) =>
      `${p.table} cannot be read without guessing: ${p.path} has no field ids, and the table has no name mapping`,
    hint: (p) =>
      `say by the table property schema.name-mapping.default which column of such files is which; where they have the names that the table has now: millrace table alter ${p.table} --set 'schema.name-mapping.default=${p.mapping}'`,
  }),
}
