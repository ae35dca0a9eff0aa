import { code, didYouMean } from '../code.ts'

type Named = { readonly file: string }
type Missing = {
  readonly reference: string
  readonly candidates: readonly string[]
  readonly near?: string | undefined
}

/** What becomes of a text that lacks its dash. */
const dashless: Readonly<Record<DashlessPart, string>> = {
  'of-below': ', and the lines with dashes below it are a part of its text',
  'of-above': ', and is a part of the text above it',
  alone: ': it stands where a list is expected',
}
type DashlessPart = 'of-below' | 'of-above' | 'alone'

/** MR10xx: reading files, YAML, variables, references between files, the project file. */
export const loadCodes = {
  MR1001: code<Named & { readonly near?: string | undefined }>({
    title: 'file not found',
    severity: 'error',
    message: (p) => `there is no file or folder ${p.file}`,
    hint: didYouMean,
  }),
  MR1002: code<Named>({
    title: 'no permission to read a file',
    severity: 'error',
    message: (p) => `no permission to read ${p.file}`,
    hint: (p) => `check the owner and mode of ${p.file}`,
  }),
  MR1003: code<Named & { readonly reason: string }>({
    title: 'a file cannot be read',
    severity: 'error',
    message: (p) => `${p.file} cannot be read: ${p.reason}`,
  }),
  MR1004: code<Named>({
    title: 'binary file',
    severity: 'error',
    message: (p) => `${p.file} is a binary file, not text`,
    hint: () => 'name only YAML and SQL files',
  }),
  MR1005: code<Named>({
    title: 'not UTF-8',
    severity: 'error',
    message: (p) => `${p.file} is not UTF-8 text`,
    hint: () => 'save the file in the UTF-8 encoding',
  }),
  MR1006: code<Named>({
    title: 'empty file',
    severity: 'error',
    message: (p) => `${p.file} holds no YAML document`,
    hint: () => 'write a manifest into it, or leave it out',
  }),
  MR1007: code<Named>({
    title: 'empty file in the tree',
    severity: 'warning',
    message: (p) => `${p.file} holds no YAML document and is ignored`,
    hint: () => 'write a manifest into it, or delete it',
  }),
  MR1008: code<Named & { readonly has?: 'type' | 'name' | undefined }>({
    title: 'not a manifest',
    severity: 'error',
    message: (p) => {
      const lacks = { name: 'no type', type: 'no name', neither: 'neither a type nor a name' }
      return `this document is not a manifest: it has ${lacks[p.has ?? 'neither']}`
    },
    hint: () =>
      'a manifest begins with type, version and name; step files are read through the workflow that names them',
  }),
  MR1009: code<{ readonly folder: string }>({
    title: 'no manifests',
    severity: 'warning',
    message: (p) => `there are no manifests in ${p.folder}`,
    hint: () => 'a manifest is a .yaml or .yml file with a type and a name; -R also looks into folders below',
  }),
  MR1010: code<object>({
    title: 'tab used for indentation',
    severity: 'error',
    message: () => 'tab used for indentation',
    hint: () => 'YAML allows only blanks there: replace each tab',
  }),
  MR1011: code<{ readonly text: string }>({
    title: 'unquoted braces',
    severity: 'error',
    message: (p) => `${p.text} is not quoted, so YAML reads its braces as a mapping`,
    hint: () => 'a placeholder has to be replaced by a value; a template has to stand in quotes',
  }),
  MR1012: code<{ readonly character: string }>({
    title: 'reserved first character',
    severity: 'error',
    message: (p) => `a value cannot begin with ${p.character} unless it is quoted`,
    hint: (p) =>
      p.character === '**'
        ? 'the asterisks are the bold type of a page: leave them out'
        : 'put the value in quotes',
  }),
  MR1013: code<object>({
    title: 'too many aliases',
    severity: 'error',
    message: () => 'the aliases of this document expand to more than a million values, or to themselves',
    hint: () => 'write the repeated parts out, or repeat them less',
  }),
  MR1014: code<object>({
    title: 'no blank after a colon',
    severity: 'error',
    message: () => 'there is no blank between the colon and the value',
    hint: () => 'write key: value',
  }),
  MR1015: code<{ readonly key?: string | undefined }>({
    title: 'unclosed quote',
    severity: 'error',
    message: ({ key }) =>
      key === undefined
        ? 'this quote is not closed, or the text in it is not indented'
        : `this line belongs to the quoted text of "${key}", and is no deeper than that key`,
    hint: ({ key }) =>
      key === undefined
        ? 'close the quote; a text of several lines is easier to write as a block after |'
        : `move it to the right of where "${key}" begins`,
  }),
  MR1016: code<{ readonly next?: string | undefined }>({
    title: 'bad indentation',
    severity: 'error',
    message: () => 'this line does not fit the indentation of the lines around it',
    hint: ({ next }) => next ?? 'keys of one mapping, and dashes of one list, begin in the same column',
  }),
  MR1017: code<{ readonly reason: string }>({
    title: 'not YAML',
    severity: 'error',
    message: (p) => `this is not valid YAML: ${p.reason}`,
  }),
  MR1018: code<{ readonly key: string; readonly section?: string | undefined }>({
    title: 'repeated key',
    severity: 'warning',
    message: (p) => `the key "${p.key}" is repeated; the last value counts`,
    hint: ({ section }) =>
      section === undefined
        ? 'delete one of the two'
        : `indent what belongs to "${section}", which is empty; or delete one of the two`,
  }),
  MR1019: code<object>({
    title: 'text behind a quote',
    severity: 'error',
    message: () => 'there is text behind the closing quote of this value',
    hint: () => 'put all of the value in quotes; inside single quotes, a quote is written twice',
  }),
  MR1020: code<{ readonly name: string; readonly near?: string | undefined }>({
    title: 'variable without a value',
    severity: 'error',
    message: (p) => `the variable ${p.name} has no value`,
    hint: (p) =>
      didYouMean(p) ??
      `set it in the environment, with --set ${p.name}=…, in an --env-file, or under variables in the project file`,
  }),
  MR1021: code<{ readonly text: string }>({
    title: 'placeholder left unfilled',
    severity: 'error',
    message: (p) => `the placeholder ${p.text} was left unfilled`,
    hint: () => 'replace it by a value',
  }),
  MR1022: code<{ readonly name: string }>({
    title: 'not the name of a variable',
    severity: 'error',
    message: (p) => `\${${p.name}} cannot be the name of a variable`,
    hint: (p) =>
      `names consist of letters, digits and underscores, without defaults; $\${${p.name}} keeps the text as it is`,
  }),
  MR1023: code<{ readonly key: string }>({
    title: 'variable in a key',
    severity: 'error',
    message: (p) => `variables are filled in in values only, not in the key ${p.key}`,
    hint: () => 'write the key out',
  }),
  MR1480: code<{ readonly name: string }>({
    title: 'bare name of a variable',
    severity: 'warning',
    message: (p) => `$${p.name} stays as it is written: only names in braces are filled in`,
    hint: (p) => `write \${${p.name}} where the variable is meant`,
  }),
  MR1024: code<object>({
    title: 'unclosed bracket',
    severity: 'error',
    message: () => 'a bracket that was opened before is not closed here',
    hint: () => 'close it with ] or }, and indent what stands inside',
  }),
  MR1025: code<{ readonly address: string }>({
    title: 'brackets around a link',
    severity: 'warning',
    message: (p) => `< and > around ${p.address} are a part of this value`,
    hint: () => 'they make a link on a page: leave them out',
  }),
  MR1026: code<{ readonly sign: string; readonly text: string; readonly part?: DashlessPart }>({
    title: 'no member of a list',
    severity: 'error',
    message: (p) =>
      p.sign === ''
        ? `"${p.text}" has no dash${dashless[p.part ?? 'alone']}`
        : p.sign === '-'
          ? `there is no blank between the dash and "${p.text}": this is text, and no member of a list`
          : `${p.sign} is not the dash of a list: this is text, and no member of one`,
    hint: (p) => `write - ${p.text}`,
  }),
  MR1030: code<Missing>({
    title: 'referenced file not found',
    severity: 'error',
    message: (p) => `there is no file ${p.reference}; looked for ${p.candidates.join(', ')}`,
    hint: (p) => didYouMean(p) ?? 'correct the path, or map its prefix under paths in the project file',
  }),
  MR1031: code<{ readonly reference: string }>({
    title: 'reference leaves the project',
    severity: 'error',
    message: (p) => `${p.reference} lies outside the project folder`,
    hint: () => 'move the file into the project, or map its prefix under paths in the project file',
  }),
  MR1040: code<{
    readonly name: string
    readonly known: readonly string[]
    readonly near?: string | undefined
  }>({
    title: 'unknown environment',
    severity: 'error',
    message: (p) =>
      p.known.length === 0
        ? `there is no environment "${p.name}": the project file has no environments`
        : `there is no environment "${p.name}"; known are ${p.known.join(', ')}`,
    hint: didYouMean,
  }),
  MR1041: code<{ readonly what: string; readonly found: string; readonly supported: readonly string[] }>({
    title: 'not supported by this release',
    severity: 'error',
    message: (p) => `${p.what} "${p.found}" is not supported by this release`,
    hint: (p) => `supported: ${p.supported.join(', ')}`,
  }),
  MR1042: code<{ readonly compute: string; readonly engine: string; readonly near?: string | undefined }>({
    title: 'compute means an unknown engine',
    severity: 'error',
    message: (p) =>
      `the compute "${p.compute}" means the engine "${p.engine}", which is not declared under engines`,
    hint: didYouMean,
  }),
  MR1043: code<{ readonly depot: string }>({
    title: 'file depot without a path',
    severity: 'error',
    message: (p) => `the depot "${p.depot}" is of type FILE and has no path`,
    hint: () => 'add path: the folder that holds its collections',
  }),
  MR1044: code<Named>({
    title: 'project file is not one mapping',
    severity: 'error',
    message: (p) => `${p.file} has to hold exactly one YAML document with keys and values`,
  }),
  MR1045: code<object>({
    title: 'line of an environment file',
    severity: 'error',
    message: () => 'this line is not of the form NAME=value',
    hint: () => 'names consist of letters, digits and underscores; comments begin with #',
  }),
  MR1046: code<{ readonly name: string }>({
    title: 'unclosed quote in an environment file',
    severity: 'error',
    message: (p) => `the value of ${p.name} begins with a quote that is not closed`,
  }),
  MR1047: code<Missing>({
    title: 'file of a bundle not found',
    severity: 'warning',
    message: (p) =>
      `this member is left out: there is no file ${p.reference}; looked for ${p.candidates.join(', ')}`,
    hint: (p) => didYouMean(p) ?? 'correct the path, or map its prefix under paths in the project file',
  }),
} as const
