import { isMap, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'

/** A number from 0 up to 1, the same sequence for the same seed. */
export type Random = () => number

export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Mutated = { readonly kind: string; readonly bytes: Uint8Array }

/** A manifest with one to three things wrong with it, such as people, editors and attackers make them. */
export const mutate = (text: string, random: Random): Mutated => {
  const times = 1 + Math.floor(random() * 3)
  const kinds: string[] = []
  let mutated = text
  for (let i = 0; i < times; i++) {
    const [kind, change] = pick(ofText, random)
    const changed = change(mutated, random)
    if (changed.length > largest) continue
    kinds.push(kind)
    mutated = changed
  }
  const bytes = new TextEncoder().encode(mutated)
  if (random() > 0.1) return { kind: kinds.join(' + '), bytes }
  const [kind, change] = pick(ofBytes, random)
  return { kind: [...kinds, kind].join(' + '), bytes: change(bytes, random) }
}

/** Characters. A change that makes more of them is left out: reading a file takes as long as the file is. */
const largest = 4_000_000

const pick = <T>(list: readonly T[], random: Random): T => {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

/** A mapping, list or text anywhere in the first document, replaced by something of another type. */
const retyped = (text: string, random: Random): string => {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
  if (document.errors.length > 0 || text.length > 50_000) return text
  const inner: { readonly at: YAMLMap | YAMLSeq; readonly key: unknown }[] = []
  visit(document, {
    Pair: (_, { key }, path) => {
      const at = path.at(-1)
      if (isMap(at)) inner.push({ at, key })
    },
    Seq: (_, at) => {
      for (const key of at.items.keys()) inner.push({ at, key })
    },
  })
  if (inner.length === 0) return text
  const { at, key } = pick(inner, random)
  at.set(key, pick<unknown>([7, null, [], {}, 'x', [null], { a: null }, true], random))
  return document.toString()
}

type OfLines = (lines: string[], at: number, random: Random) => void

const lines =
  (change: OfLines) =>
  (text: string, random: Random): string => {
    const all = text.split('\n')
    change(all, Math.floor(random() * all.length), random)
    return all.join('\n')
  }

const values = [
  '',
  'null',
  '~',
  '[]',
  '{}',
  '[a, {b: c}]',
  '{a: {b: [1, 2]}}',
  '0',
  '-1',
  '1e999',
  '.nan',
  'true',
  '"true"',
  '2030-01-31',
  '!!binary abc',
  '!custom x',
  '<<',
  '*missing',
  '&a b',
  '|',
  '>-',
  "''",
  '${HOME}',
  '${{x}}',
  '<x>',
  '{{ x }}',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '💧',
]

const punctuation = [
  '\t',
  '"',
  "'",
  ':',
  ': ',
  '- ',
  '{{',
  '${',
  '*',
  '&a ',
  '[',
  '}',
  '\n---\n',
  '|',
  '%',
  '#',
  '\uFEFF',
  '\u2028',
  '\r',
  ',',
  '? ',
  '<<: ',
]

const ofText: readonly (readonly [string, (text: string, random: Random) => string])[] = [
  ['a line dropped', lines((all, at) => void all.splice(at, 1))],
  ['lines dropped', lines((all, at, random) => void all.splice(at, 1 + Math.floor(random() * 6)))],
  ['a line doubled', lines((all, at) => void all.splice(at, 0, all[at] ?? ''))],
  [
    'a block doubled',
    lines((all, at, random) => void all.splice(at, 0, ...all.slice(at, at + 1 + Math.floor(random() * 6)))),
  ],
  [
    'two lines swapped',
    lines((all, at, random) => {
      const other = Math.floor(random() * all.length)
      ;[all[at], all[other]] = [all[other] ?? '', all[at] ?? '']
    }),
  ],
  [
    'a value of another type',
    lines((all, at, random) => {
      all[at] = (all[at] ?? '').replace(/([:-] ).*$/, (_, head: string) => `${head}${pick(values, random)}`)
    }),
  ],
  [
    'a key misspelt',
    lines((all, at) => {
      all[at] = (all[at] ?? '').replace(/([a-z])([a-z])(?=\w*:)/, '$2$1')
    }),
  ],
  [
    'a strange key',
    lines((all, at, random) => {
      all[at] = (all[at] ?? '').replace(/[\w-]+(?=:)/, () => pick(values, random))
    }),
  ],
  [
    'a line out of its column',
    lines((all, at, random) => {
      const line = all[at] ?? ''
      all[at] =
        random() < 0.5 ? line.replace(/^ {1,3}/, '') : `${pick([' ', '  ', '   ', '\t'], random)}${line}`
    }),
  ],
  ['cut off', (text, random) => text.slice(0, Math.floor(random() * text.length))],
  ['begun late', (text, random) => text.slice(Math.floor(random() * text.length))],
  [
    'punctuation',
    (text, random) => {
      const at = Math.floor(random() * text.length)
      return text.slice(0, at) + pick(punctuation, random) + text.slice(at)
    },
  ],
  [
    'a character lost',
    (text, random) => {
      const at = Math.floor(random() * text.length)
      return text.slice(0, at) + text.slice(at + 1)
    },
  ],
  ['line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  [
    'a huge value',
    lines((all, at, random) => {
      const huge = pick(['x', '9', '🦆', 'a: ', '${x}'], random).repeat(20_000)
      all[at] = (all[at] ?? '').replace(/([:-] ).*$/, (_, head: string) => head + huge)
    }),
  ],
  [
    'deep nesting',
    lines((all, at, random) => {
      const depth = 10 ** (1 + Math.floor(random() * 4))
      const [open, close] = pick(
        [
          ['[', ']'],
          ['{a: ', '}'],
          ['[', ''],
        ],
        random,
      )
      all[at] = (all[at] ?? '').replace(
        /([:-] ).*$/,
        (_, head: string) => head + open.repeat(depth) + close.repeat(depth),
      )
    }),
  ],
  [
    'deep indentation',
    (text, random) =>
      `${text}\n${Array.from({ length: 10 ** (1 + Math.floor(random() * 3)) }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
  ],
  ['an alias of itself', (text) => `${text}\nself: &self [*self]\n`],
  [
    'aliases of aliases',
    lines((all, at) => {
      const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
      for (let i = 1; i < 12; i++)
        bomb.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)
      all.splice(at, 0, ...bomb)
    }),
  ],
  ['many documents', (text) => `${text}\n${'---\n'.repeat(300)}${text}`],
  ['many members', (text) => text.replace(/^( *)- .*$/m, (line) => `${line}\n`.repeat(2000))],
  ['nothing', () => ''],
  [
    'tabs for blanks',
    (text) => text.replaceAll(/^ +/gm, (blanks) => '\t'.repeat(Math.ceil(blanks.length / 2))),
  ],
  [
    'blanks of a word processor',
    (text, random) => text.replaceAll(' ', () => (random() < 0.2 ? '\u00A0' : ' ')),
  ],
  ['quotes of a word processor', (text) => text.replaceAll('"', '\u201D').replaceAll("'", '\u2019')],
  ['line ends of old machines', (text) => text.replaceAll('\n', '\r')],
  [
    'a directive',
    (text, random) => `${pick(['%YAML 1.1', '%YAML 9.9', '%TAG ! !x', '%foo'], random)}\n---\n${text}`,
  ],
  [
    'a key that is no text',
    lines((all, at, random) => {
      const key = pick(
        ['? [a, b]\n: ', '? {a: b}\n: ', '[a]', '{a: b}', '3', 'null', '!!set {a}', '""'],
        random,
      )
      all[at] = (all[at] ?? '').replace(/[\w-]+(?=:)/, () => key)
    }),
  ],
  [
    'a long key',
    lines((all, at) => {
      all[at] = (all[at] ?? '').replace(/[\w-]+(?=:)/, (key) => key.repeat(10_000))
    }),
  ],
  [
    'many keys',
    lines((all, at) => {
      const blanks = /^ */.exec(all[at] ?? '')?.[0] ?? ''
      const keys = Array.from({ length: 5000 }, (_, i) => `${blanks}key${i}: ${i}`)
      all.splice(at, 0, ...keys)
    }),
  ],
  [
    'merged keys',
    lines((all, at, random) => {
      const blanks = /^ */.exec(all[at] ?? '')?.[0] ?? ''
      const merge = pick(['&m {a: b}', '*m', '[*m, *m]', '3', '&self {<<: *self}'], random)
      all.splice(at, 0, `${blanks}<<: ${merge}`)
    }),
  ],
  [
    'an anchor used everywhere',
    (text) => {
      const [first, ...others] = text.split(/(?<=: )(?=\w)/)
      return others.length === 0
        ? text
        : `${first}&x ${others.map((part, i) => (i % 7 === 6 ? `*x #${part}` : part)).join('')}`
    },
  ],
  [
    'nested parentheses',
    lines((all, at, random) => {
      const depth = 10 ** (1 + Math.floor(random() * 4))
      const nested = `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)} FROM i`
      all[at] = (all[at] ?? '').replace(
        /((?:sql|where|regex|filter|expression|cron|dataset|depot): ).*$/i,
        `$1${nested}`,
      )
    }),
  ],
  [
    'a hungry pattern',
    (text) =>
      text.replaceAll(
        /^( *(?:- +)?(?:regex|pattern|sedExpression|columnRegex): ).*$/gm,
        "$1'((a+)+)+$(?=x*x*x*y)'",
      ),
  ],
  [
    'numbers at the edge',
    (text, random) =>
      text.replaceAll(/(?<=: )\d+$/gm, () =>
        pick(
          ['9007199254740993', '-0', '1e400', '0x1F', '0o17', '1_000', '.5', '99999999999999999999999', '+1'],
          random,
        ),
      ),
  ],
  ['a member of another type', retyped],
  ['templates everywhere', (text) => text.replaceAll(/(?<=: )\w+$/gm, (word) => '${{' + word + '}}')],
]

const ofBytes: readonly (readonly [string, (bytes: Uint8Array, random: Random) => Uint8Array])[] = [
  ['a NUL byte', (bytes, random) => replaced(bytes, random, 0)],
  ['invalid UTF-8', (bytes, random) => replaced(bytes, random, 0xc3)],
  ['UTF-16', (bytes) => new Uint8Array(Buffer.from(`\uFEFF${new TextDecoder().decode(bytes)}`, 'utf16le'))],
  ['control characters', (bytes, random) => replaced(bytes, random, 1 + Math.floor(random() * 8))],
]

const replaced = (bytes: Uint8Array, random: Random, by: number): Uint8Array => {
  const copy = bytes.slice()
  copy[Math.floor(random() * copy.length)] = by
  return copy
}
