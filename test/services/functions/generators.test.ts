import { lines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('generators', [
  ...lines(`
    SELECT stack(2, 1, 'a', 2, 'b')
    SELECT stack(2, 1, 'a', 2) AS (x, y)
    SELECT id, k, n FROM t LATERAL VIEW stack(2, 'i', i, 'tiny', CAST(tiny AS INT)) x AS k, n
    SELECT stack(2, 1, NULL, NULL, 'b')
    SELECT stack(3, 1, 2)
    SELECT id, explode(ints) FROM t_ints AS t(id, ints)
    SELECT id, e FROM t LATERAL VIEW explode(ints) q AS e
    SELECT id, e FROM t LATERAL VIEW OUTER explode(ints) q AS e
    SELECT id, p, e FROM t LATERAL VIEW posexplode(strs) q AS p, e
    SELECT id, p, e FROM t LATERAL VIEW OUTER posexplode(strs) q AS p, e
    SELECT id, k, w FROM t LATERAL VIEW explode(smap) q AS k, w
    SELECT id, p, k, w FROM t LATERAL VIEW OUTER posexplode(imap) q AS p, k, w
    SELECT id, a, b FROM t LATERAL VIEW inline(structs) q
    SELECT id, q.a, q.b FROM t LATERAL VIEW OUTER inline(structs) q AS a, b
    SELECT id, posexplode(ints) FROM t
    SELECT id, posexplode_outer(smap) FROM t
    SELECT id, explode_outer(nested) FROM t
    SELECT id, explode(smap) AS (kk, vv) FROM t
    SELECT id, inline(structs) FROM t
    SELECT id, inline_outer(structs) FROM t
    SELECT DISTINCT explode(ints) AS n FROM t ORDER BY n
    SELECT id, explode(ints) AS n FROM t WHERE i > 0 ORDER BY n DESC, id LIMIT 7
    SELECT * FROM explode(array(1, 2))
    SELECT * FROM explode(array(1, 2)) AS t(x)
    SELECT * FROM stack(2, 1, 2, 3, 4) AS t(x, y)
    SELECT * FROM inline(array(struct(1, 'a'), struct(2, 'b')))
    SELECT * FROM posexplode(array('x', 'y'))
    SELECT id, count(*), sum(e) FROM t LATERAL VIEW explode(ints) q AS e GROUP BY id
    SELECT id, explode(filter(ints, x -> x > 1)) AS n FROM t
    SELECT x.id, explode(x.ints) AS id FROM t x
    SELECT e.a FROM (SELECT id, explode(structs) AS e FROM t) q
  `),
  ...refusedEverywhere(
    lines(`
    SELECT stack(2, 1, 'a', 2.5, 'b')
    SELECT id, e, f FROM t LATERAL VIEW explode(nested) q AS e LATERAL VIEW explode(e) r AS f
    SELECT id, e, f FROM t LATERAL VIEW OUTER explode(nested) q AS e LATERAL VIEW OUTER explode(e) r AS f
    SELECT explode(ints) + 1 FROM t
    SELECT explode(i) FROM t
  `),
  ),
  ...lines(`
    SELECT explode(ints), explode(strs) FROM t
  `),
])
