import { code, didYouMean } from '../code.ts'

export const chooseCodes = {
  MR9014: code<{ text: string; near?: string | undefined }>({
    title: 'a selector that matches nothing',
    severity: 'warning',
    message: (p) => `"${p.text}" matches nothing`,
    hint: (p) => didYouMean(p) ?? 'millrace ls lists what can be chosen',
  }),
  MR9015: code<{ flag: string; text: string; problem: string; hint?: string | undefined }>({
    title: 'a selector that cannot be read',
    severity: 'error',
    message: (p) => `${p.flag} "${p.text}": ${p.problem}`,
    hint: (p) => p.hint,
  }),
  MR9016: code<{ what: string }>({
    title: 'nothing chosen that could be done',
    severity: 'warning',
    message: (p) => `nothing that was chosen is ${p.what}`,
    hint: () => 'millrace ls with the same selectors lists what is chosen',
  }),
  MR9017: code<{ needed: readonly { readonly what: string; readonly by: readonly string[] }[] }>({
    title: 'needed by what is registered',
    severity: 'error',
    message: (p) => p.needed.map(({ what, by }) => `${what} is needed by ${by.join(', ')}`).join('; '),
    hint: () => 'delete those too, in the same command or first; --force deletes it all the same',
  }),
  MR9018: code<{ type: string; name: string; more: number; workspace: string; meant: string }>({
    title: 'named another workspace',
    severity: 'warning',
    message: ({ type, name, more, workspace, meant }) =>
      `${type} "${name}"${more === 0 ? '' : ` and ${more} more`} says that it belongs to ${workspace}, and stays there: -w ${meant} is for what names none`,
    hint: ({ meant }) =>
      `leave workspace: out of the manifest, or of its bundle, where -w ${meant} is to decide`,
  }),
} as const
