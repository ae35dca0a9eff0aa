/** What a piece of terminal text means; how that looks is decided here once. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'dim' | 'strong'

/** The text in the colour of its tone, or unchanged where colour is off. `text` must hold no escape sequences. */
export const paint = (text: string, tone: Tone | undefined, colour: boolean): string => {
  if (!colour || tone === undefined || text === '') return text
  const [on, off] = codes[tone]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

const codes = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  busy: [36, 39],
  dim: [2, 22],
  strong: [1, 22],
} as const satisfies Record<Tone, readonly [number, number]>
