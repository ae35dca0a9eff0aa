import { refusedEverywhere, refusedHere, statements, underAnsi } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const answered = statements(`
  SELECT assert_true(id >= 0, 'm') r FROM t
  SELECT id, assert_true(v, 'no') FROM t_flag WHERE v
  SELECT assert_true(true, NULL)
  SELECT raise_error('x') r FROM t WHERE id < 0
  SELECT id, CASE WHEN id >= 0 THEN id ELSE raise_error('negative') END r FROM t
  SELECT id, CASE g WHEN 0 THEN 'a' WHEN 1 THEN 'b' WHEN 9 THEN raise_error(concat('g is ', CAST(g AS string))) END r FROM t
  SELECT id, if(id < 0, raise_error(s), m) r, coalesce(id, raise_error('none')), nvl(s, if(s IS NULL, 'b', raise_error('c'))), nvl2(id, id, raise_error('x')) FROM t
  SELECT g, assert_true(count(*) > 3, concat('few in ', CAST(g AS string))) a FROM t GROUP BY g
  SELECT assert_true(id >= 0, 'm') r, r IS NULL FROM t
  SELECT q.r + 1 AS r FROM (SELECT CASE WHEN id >= 0 THEN id ELSE raise_error('negative') END r FROM t) q WHERE q.r > 3
  SELECT max(r) FROM (SELECT if(l IS NULL, 0, if(id > 100, raise_error('many'), l)) r FROM t)
`)

compareWithSpark('checks', [
  ...answered,
  ...underAnsi(answered),
  ...refusedEverywhere(
    statements(`
    SELECT id, assert_true(id > 0, 'no ' || id) FROM t
    SELECT assert_true(v, 'm') FROM t_flag
    SELECT assert_true(false, NULL)
    SELECT assert_true(NULL, 'm')
    SELECT raise_error('boom')
    SELECT raise_error(NULL)
    SELECT raise_error(5)
    SELECT raise_error(s) FROM t
    SELECT id, CASE WHEN id > 3 THEN raise_error('many') ELSE id END r FROM t
    SELECT max(r) FROM (SELECT if(id > 30, raise_error('many'), id) r FROM t)
    SELECT coalesce(i, raise_error('none')) r FROM t
    SELECT g, assert_true(count(*) > 100, 'few') a FROM t GROUP BY g
    SELECT assert_true('true', 'm')
    SELECT assert_true(1, 'm')
    SELECT raise_error(array(1))
    SELECT raise_error()
    `),
  ),
  ...refusedHere(
    statements(`
    SELECT assert_true(id >= 0) AS r FROM t
    SELECT id FROM t WHERE assert_true(id >= 0, 'x') IS NULL
    SELECT id FROM t WHERE id < 0 AND if(id > 0, raise_error('x'), true)
    SELECT count(assert_true(id >= 0, 'x')) FROM t
    SELECT id FROM (SELECT id, raise_error('x') q FROM t)
    SELECT id, CASE WHEN id < 0 THEN raise_error('x') END r FROM t
    SELECT id FROM t ORDER BY CASE WHEN id < 0 THEN raise_error('x') ELSE id END
    SELECT id, transform(array(1), x -> if(x > 0, x, raise_error('x'))) r FROM t
    WITH a AS (SELECT assert_true(id >= 0, 'm') r, id FROM t) SELECT id FROM a
    `),
  ),
])
