import { castTo } from '../../engines/trino/casts.ts'
import { Refused } from '../../refusals.ts'
import { types } from '../../spark-types/spark-type.ts'
import type { Argument } from '../../spark-types/typed.ts'
import { type Rendering, typeOf } from '../entry.ts'
import type { TrinoRenderings } from './conditionals.ts'

const bytesOf = (a: readonly string[], args: readonly Argument[]): string =>
  args[0]?.type.kind === 'binary'
    ? (a[0] ?? '')
    : `to_utf8(${castTo({ ...(args[0] ?? { type: types.null }), sql: a[0] ?? '' }, types.string)})`

const digest =
  (name: string): Rendering =>
  (a, args) =>
    `lower(to_hex(${name}(${bytesOf(a, args)})))`

export const encodingRenderings: TrinoRenderings = {
  md5: digest('md5'),
  sha1: digest('sha1'),
  sha2: (a, args, finish, settings, place) => {
    const bits = a[1] === '0' ? '256' : a[1]
    if (bits === '256' || bits === '512') return digest(`sha${bits}`)(a, args, finish, settings, place)
    throw new Refused(`sha2 of ${a[1]} bits, on Trino`)
  },
  crc32: (a, args) => `crc32(${bytesOf(a, args)})`,
  hex: (a, args) => {
    if (!/^(?:string|binary|null)$/.test(typeOf(args).kind)) throw new Refused('hex of a number, on Trino')
    return `to_hex(${bytesOf(a, args)})`
  },
  unhex: (a) => `try(from_hex(CASE WHEN length(${a[0]}) % 2 = 1 THEN '0' || ${a[0]} ELSE ${a[0]} END))`,
  // In lines of 76 characters, as Java's MIME encoder writes.
  base64: (a, args) =>
    `regexp_replace(to_base64(${bytesOf(a, args)}), '(.{76})(?=.)', '$1' || chr(13) || chr(10))`,
}
