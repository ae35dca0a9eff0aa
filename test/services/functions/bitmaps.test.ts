import { overEach, refusedEverywhere, statements, underAnsi } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const values = '(SELECT * FROM VALUES (0, 1), (0, 9), (1, 9), (1, 32767), (1, 8), (2, NULL) AS v(g, p))'

compareWithSpark('bitmaps', [
  ...['bitmap_bit_position', 'bitmap_bucket_number'].flatMap((name) =>
    overEach(name, [['l'], ['i'], ['tiny'], ['d'], ['m'], ['numtext'], ['NULL'], ['-9223372036854775808L']]),
  ),
  ...overEach('bitmap_count', [['bin'], ["X'FF00'"]]),
  ...statements(`
    SELECT id, bitmap_count(CAST(v AS binary)) AS r FROM t_s
    SELECT g, bitmap_construct_agg(p) AS r FROM ${values} GROUP BY g
    SELECT bitmap_construct_agg(p), bitmap_count(bitmap_construct_agg(p)), length(bitmap_construct_agg(p)) FROM ${values}
    SELECT bitmap_construct_agg(p) FROM ${values} WHERE false
    SELECT bitmap_construct_agg(DISTINCT p) AS r, bitmap_construct_agg(p) FILTER (WHERE g = 1) AS q FROM ${values}
    SELECT bitmap_construct_agg('12'), bitmap_construct_agg(5.7), bitmap_construct_agg(NULL), bitmap_construct_agg(3Y)
    SELECT id, bitmap_count(bitmap_construct_agg(id) OVER (PARTITION BY g ORDER BY id ROWS 2 PRECEDING)) AS r FROM t
    SELECT g, bitmap_construct_agg(bitmap_bit_position(l)) AS r, sum(bitmap_bucket_number(i)) AS s FROM t GROUP BY g
    SELECT bitmap_bucket_number(l) AS id, bitmap_count(bitmap_construct_agg(bitmap_bit_position(l))) AS r FROM t GROUP BY bitmap_bucket_number(l)
    SELECT bitmap_or_agg(v) AS r, bitmap_or_agg(DISTINCT v) AS q, bitmap_or_agg(v) FILTER (WHERE id > 4) AS o FROM t_bin
    SELECT bitmap_or_agg(v) AS r FROM t_bin WHERE v IS NULL
    SELECT bitmap_or_agg(CAST(repeat('ab', 3000) AS binary)) AS r
    SELECT bitmap_or_agg(b) AS r FROM (SELECT g, bitmap_construct_agg(p) AS b FROM ${values} GROUP BY g)
    SELECT bitmap_count(bitmap_or_agg(b)) AS r FROM (SELECT bitmap_construct_agg(bitmap_bit_position(id)) AS b FROM range(100000) GROUP BY bitmap_bucket_number(id))
  `),
  ...underAnsi(
    statements(`
    SELECT bitmap_bit_position(i), bitmap_bucket_number(l) FROM t
    SELECT bitmap_construct_agg(id), bitmap_count(bitmap_construct_agg(id)), bitmap_or_agg(bin) FROM t
    `),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT bitmap_construct_agg(v) FROM VALUES (-1) AS x(v)
    SELECT bitmap_construct_agg(v) FROM VALUES (32768) AS x(v)
    SELECT bitmap_count(s) FROM t
    SELECT bitmap_count(NULL)
    SELECT bitmap_or_agg('abc')
    SELECT bitmap_or_agg(NULL)
    SELECT bitmap_bit_position(true)
    SELECT bitmap_bit_position(day) FROM t
    SELECT bitmap_construct_agg(flag) FROM t
    SELECT bitmap_bit_position(1, 2)
    `),
  ),
])
