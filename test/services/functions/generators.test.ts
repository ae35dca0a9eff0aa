import { lines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('generators', [
  ...lines(`
    SELECT stack(2, 1, 'a', 2, 'b')
    SELECT stack(2, 1, 'a', 2) AS (x, y)
    SELECT g, collect_list(x) AS l FROM (SELECT id, id % 7 AS g, array(id, id + 1, id % 3) AS l, array(array(id), array(), array(id, 1)) AS n, array(named_struct('a', id, 'b', id % 2)) AS r FROM range(5000)) m LATERAL VIEW explode(l) v AS x WHERE x > 3 GROUP BY g
    SELECT g, collect_list(x) AS l, first(p) AS f FROM (SELECT id, id % 7 AS g, array(id, id + 1, id % 3) AS l, array(array(id), array(), array(id, 1)) AS n, array(named_struct('a', id, 'b', id % 2)) AS r FROM range(5000)) m LATERAL VIEW OUTER posexplode(l) v AS p, x WHERE p < 2 GROUP BY g
    SELECT g, collect_list(y) AS l FROM (SELECT id, id % 7 AS g, array(id, id + 1, id % 3) AS l, array(array(id), array(), array(id, 1)) AS n, array(named_struct('a', id, 'b', id % 2)) AS r FROM range(5000)) m LATERAL VIEW explode(n) v AS x LATERAL VIEW OUTER explode(x) w AS y GROUP BY g
    SELECT g, collect_list(a) AS l, last(b) AS f FROM (SELECT id, id % 7 AS g, array(id, id + 1, id % 3) AS l, array(array(id), array(), array(id, 1)) AS n, array(named_struct('a', id, 'b', id % 2)) AS r FROM range(5000)) m LATERAL VIEW inline(r) v WHERE b > 0 GROUP BY g
    SELECT g, collect_list(x) AS l FROM (SELECT g, explode(l) AS x FROM (SELECT id, id % 7 AS g, array(id, id + 1, id % 3) AS l, array(array(id), array(), array(id, 1)) AS n, array(named_struct('a', id, 'b', id % 2)) AS r FROM range(5000)) m) WHERE x <> 5 GROUP BY g
    SELECT id, p, k, v FROM t LATERAL VIEW posexplode_outer(smap) q AS p, k, v
    SELECT id, x FROM t LATERAL VIEW explode(transform(array(1, 2), e -> e + i)) v AS x
    SELECT id, x FROM t LATERAL VIEW explode(array_intersect(array(1, NULL, 3), ints)) v AS x
    SELECT id, k, v FROM t LATERAL VIEW explode(map_filter(map('a', 1), (k, v) -> v > i)) q AS k, v
    SELECT id, explode(filter(ints, e -> e > i)) AS x, x + 1 AS y FROM t
    SELECT * FROM t_ints LATERAL VIEW explode(v) q AS x
    SELECT id, a, b FROM t_json LATERAL VIEW json_tuple(v, 'a', 'b') j AS a, b WHERE a IS NOT NULL
    SELECT id, x, (SELECT max(v) FROM few_i WHERE few_i.id < x) m FROM t LATERAL VIEW explode(ints) q AS x
    SELECT a.id, b.id, x FROM t a JOIN few_i b ON a.id = b.id LATERAL VIEW explode(a.ints) q AS x WHERE x > 0
    SELECT id, row_number() OVER (PARTITION BY id ORDER BY x) r, x FROM t LATERAL VIEW explode(array_sort(ints)) q AS x
    SELECT id, x FROM t AS a LATERAL VIEW explode(a.ints) a AS x
    SELECT id, id2 FROM t LATERAL VIEW explode(ints) q AS id2 WHERE EXISTS (SELECT 1 FROM few_i WHERE v = id2)
    SELECT id, stack(2, 1, 'a', 2, 'b') FROM t
    SELECT DISTINCT x FROM t LATERAL VIEW explode(doubles) q AS x ORDER BY x
    SELECT id, v.col FROM t LATERAL VIEW explode(ints) v
    SELECT count(*) FROM t LATERAL VIEW OUTER explode(array()) q AS x
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
