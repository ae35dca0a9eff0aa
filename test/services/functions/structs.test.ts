import { lines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('nested values in statements', [
  ...lines(`
    SELECT id, rec.a AS a, rec.b AS b FROM t WHERE rec = named_struct('a', 1, 'b', 'x')
    SELECT id, structs.a AS r, structs[0].b AS s, element_at(structs, 1).a AS u FROM t
    SELECT id, rec.* FROM t
    SELECT id, named_struct('x', rec, 'y', ints).x.a AS r FROM t
    SELECT rec, count(*) AS n FROM t GROUP BY rec
    SELECT id FROM t WHERE rec IS NULL
    SELECT id, rec < named_struct('a', 1, 'b', 'y') AS r FROM t
    SELECT id, ints < array(1, 2) a, ints = array(1) b, nested[0] <= array(1, NULL) c FROM t
    SELECT DISTINCT rec FROM t ORDER BY rec
    SELECT DISTINCT ints FROM t ORDER BY ints DESC
    SELECT max(rec) a, min(ints) b, max(nested) c FROM t
    SELECT id, CASE WHEN i > 0 THEN rec END AS r, coalesce(ints, array()) AS s, if(i > 0, smap, map()) AS m FROM t
    SELECT id, nvl(smap, map('z', 1L)) AS m FROM t
    SELECT id, smap.a AS a, smap['b'] AS b, imap[1] AS c FROM t
    SELECT id, CAST(rec AS struct<a:bigint,b:string>) AS r, CAST(structs AS array<struct<x:string,y:string>>) AS s FROM t
    SELECT id, size(filter(map_entries(smap), e -> e.value > 1)) AS r FROM t
    SELECT id, map_from_entries(transform(ints, (x, i) -> struct(i, x))) AS r FROM t
    SELECT id, array_join(transform(strs, x -> upper(x)), '-') AS r, array_join(sort_array(map_keys(smap)), ',') AS s FROM t
    SELECT id, ints IN (array(1), array(1, 2, 3)) AS r, rec IN (named_struct('a', 1, 'b', 'x')) AS s FROM t
    SELECT id, array(rec, NULL) a, array(ints, array(1L)) b, map('k', ints) c FROM t
    SELECT id, to_json(from_json(v, 'a INT, b STRING')) AS r FROM t_json WHERE v NOT LIKE '%NaN%'
    SELECT id, get_json_object(v, '$.a') = 1 AS r, CAST(get_json_object(v, '$.a') AS INT) AS s FROM t_json
    SELECT id, collect_list(rec) AS r FROM t GROUP BY id
    SELECT id, ints[size(ints) - 1] AS r, ints[-1] AS s, slice(ints, -2, 2) AS u FROM t
    SELECT id, x.col FROM (SELECT id, explode(ints) FROM t) x
    SELECT id, pos, col FROM (SELECT id, posexplode(ints) FROM t)
    SELECT id, v.key, v.value FROM t LATERAL VIEW explode(map_entries(smap)) q AS v
    SELECT id, flatten(transform(nested, x -> filter(x, y -> y IS NOT NULL))) AS r FROM t
    SELECT id, array_contains(structs.a, 1) AS r FROM t
    SELECT id, inline(arrays_zip(ints, strs)) FROM t
    SELECT id, size(split(s, ',')) AS n, element_at(split(s, ','), -1) AS l FROM t
    SELECT id, aggregate(sequence(1, 4), 1, (a, x) -> a * x) AS r FROM t
    SELECT id, array_sort(structs, (l, r) -> CASE WHEN l.a > r.a THEN 1 ELSE -1 END) AS r FROM t WHERE size(structs) = 1
    SELECT id, exists(structs, e -> e.b = 'x') AS r, filter(structs, s -> s.a IS NOT NULL) AS f FROM t
    SELECT id, row_number() OVER (ORDER BY rec, id) AS r, row_number() OVER (ORDER BY ints DESC, id) AS s, row_number() OVER (ORDER BY nested, id) u FROM t
    SELECT id, rec >= named_struct('a', NULL, 'b', 'y') AS r, rec <=> named_struct('a', 1, 'b', 'y') AS s FROM t
    SELECT id FROM t ORDER BY structs, id LIMIT 20
    SELECT id, structs > array(rec) AS r FROM t
    SELECT id, struct(rec.*) r, struct(x.rec.*, id AS n).b s, hash(rec.*) h FROM t x
  `),
  ...refusedEverywhere(
    lines(`
    SELECT id, smap = smap FROM t
  `),
  ),
  ...lines(`
    SELECT id, greatest(ints, array(1)) r FROM t
  `),
])
