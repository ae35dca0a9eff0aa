import { type Sql, sql, trusted } from '../../../../sql/quote.ts'

const alphabet = trusted(`'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'`)

/** RFC 4648 base32 of a text's UTF-8 bytes. DuckDB has no such function: five bits at a time out of the hex text. */
export const encodeBase32 = (text: Sql): Sql =>
  sql`list_transform([hex(encode(${text}))], lambda h: rpad(array_to_string(list_transform(
    range((length(h) * 4 + 4) // 5),
    lambda i: substr(${alphabet},
      CAST(((CAST('0x' || substr(h || '00', (i * 5) // 8 * 2 + 1, 4) AS INTEGER) >> CAST(11 - (i * 5) % 8 AS INTEGER)) & 31) + 1 AS BIGINT), 1)
  ), ''), CAST((length(h) + 9) // 10 * 8 AS INTEGER), '='))[1]`

/** The bytes of a base32 text as hex; NULL for a text that is not base32. Padding may be absent, case is free. */
export const base32ToHex = (text: Sql): Sql =>
  sql`list_transform([rtrim(upper(${text}), '=')], lambda c:
    CASE WHEN regexp_full_match(c, '[A-Z2-7]*') AND length(c) % 8 NOT IN (1, 3, 6) THEN array_to_string(list_transform(
      range(length(c) * 5 // 8),
      lambda i: printf('%02X', (list_reduce(range(3), lambda sum, k:
          sum * 32 + greatest(0, strpos(${alphabet}, nullif(substr(c, (i * 8) // 5 + k + 1, 1), '')) - 1, 0)
        , CAST(0 AS BIGINT)) >> CAST(7 - (i * 8) % 5 AS INTEGER)) & 255)
    ), '') END)[1]`
