import type { Foreign } from './foreign-words.ts'
import { type Hint, isWord, type Token } from './tokens.ts'

const argument = String.raw`(?:[\w.]+|\`[^\`]+\`|'[^']*'|"[^"]*"|\w*\([^()]*\))`
const member = String.raw`\w+(?:\s*\(\s*${argument}(?:\s*,\s*${argument})*\s*\))?`
const list = new RegExp(String.raw`^\s*${member}(?:(?:\s*,\s*|\s+|(?<=[)])\s*)${member})*\s*$`)

/** A hint that Spark does not read. No hint changes what a statement means, so the others are comments here. */
export const foreignHint = (tokens: readonly Token[], hints: readonly Hint[]): Foreign | undefined => {
  for (const { text, offset, before } of hints) {
    const reason = !isWord(tokens[before - 1], /^select$/i)
      ? 'a hint stands right behind SELECT; write a comment without the plus'
      : list.test(text)
        ? undefined
        : 'a hint has names, each with arguments in brackets if any'
    if (reason !== undefined) return { reason, offset, length: 3 }
  }
  return undefined
}
