import type { Foreign } from './foreign-words.ts'
import { isName, isSymbol, isWord, type Token } from './tokens.ts'
import { operators, valueBefore } from './value-ends.ts'

/*
 * Calls whose arguments have words between them. Spark's grammar knows each in one order; with commas alone they are
 * calls like any other.
 */

type Form = { readonly orders: readonly string[]; readonly write: string }

const forms: Readonly<Record<string, Form>> = {
  extract: { orders: ['from'], write: 'extract(FIELD FROM value)' },
  trim: { orders: ['from'], write: 'trim(BOTH characters FROM text)' },
  substring: {
    orders: ['from', 'from for', ', for', 'from ,'],
    write: 'substring(text FROM start FOR length)',
  },
  substr: { orders: ['from', 'from for', ', for', 'from ,'], write: 'substr(text FROM start FOR length)' },
  position: { orders: ['in'], write: 'position(part IN text)' },
  overlay: {
    orders: ['placing from', 'placing from for'],
    write: 'overlay(text PLACING part FROM start FOR length)',
  },
}

const separators = /^(?:from|for|placing|in)$/i

/** A call that has the words of such a form in another order, or beside commas. */
export const misspelledCall = (tokens: readonly Token[]): Foreign | undefined => {
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || !isSymbol(tokens[at + 1], '(')) continue
    const name = token.text.toLowerCase()
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined
    if (form === undefined || isSpelled(tokens, at, name, form)) continue
    const reason = `Spark does not read this ${name}; write ${form.write}, or commas alone`
    return { reason, offset: token.offset, length: token.end - token.offset }
  }
  return undefined
}

const isSpelled = (tokens: readonly Token[], at: number, name: string, { orders }: Form): boolean => {
  const [first, second] = [tokens[at + 2], tokens[at + 3]]
  const said = saidIn(tokens, at + 1)
  if (name === 'trim' && isWord(first, /^(?:both|leading|trailing)$/i) && beginsValue(second))
    return said === 'from'
  // A field is a word; with a comma it is a value, and so a text.
  if (name === 'extract' && first !== undefined && /^[,)]$|^from$/i.test(second?.text ?? ''))
    return isName(first) ? said === 'from' : said !== 'from'
  return said.replaceAll(/,| /g, '') === '' || orders.includes(said)
}

const beginsValue = (token: Token | undefined): boolean =>
  token?.kind === 'string' || token?.kind === 'number' || (isName(token) && !isWord(token, operators))

/** The words and commas between the arguments of a call that opens here. */
const saidIn = (tokens: readonly Token[], open: number): string => {
  const said: string[] = []
  // Behind one of the words, the next is a column of that name.
  let last: number | undefined
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i]
    if (isSymbol(token, '(') || isSymbol(token, '[')) depth++
    else if (isSymbol(token, ')') || isSymbol(token, ']')) depth--
    if (depth === 0) break
    if (depth > 1 || token === undefined) continue
    if (isSymbol(token, ',')) said.push(',')
    else if (isSeparator(tokens, i) && i - 1 !== last) {
      said.push(token.text.toLowerCase())
      last = i
    }
  }
  return said.join(' ')
}

const isSeparator = (tokens: readonly Token[], at: number): boolean =>
  isWord(tokens[at], separators) && valueBefore(tokens, at) && !isWord(tokens[at - 1], /^distinct$/i)
