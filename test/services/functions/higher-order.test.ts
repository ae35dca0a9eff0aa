import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('functions with lambdas', [
  ...lines(`
    CAST(map('a', 1) AS map<string,bigint>)
    SELECT id, aggregate(ints, 0, (acc, x) -> acc + x) AS r FROM t
    SELECT id, aggregate(ints, named_struct('n', 0, 'mn', int(NULL), 'b', named_struct('c', CAST(NULL AS INT))), (a, x) -> named_struct('n', a.n + 1, 'mn', least(a.mn, x), 'b', named_struct('c', x))) AS r, aggregate(ints, array(int(NULL)), (a, x) -> array_append(a, x)) AS s FROM t
    SELECT id, aggregate(ints, CAST(0 AS BIGINT), (acc, x) -> acc + coalesce(x, 0), acc -> acc * 2) AS r FROM t
    SELECT id, aggregate(strs, '', (acc, x) -> concat(acc, '|', coalesce(x, 'NULL'))) AS r FROM t
    SELECT id, reduce(ints, named_struct('n', 0, 's', 0L), (acc, x) -> named_struct('n', acc.n + 1, 's', acc.s + x), acc -> acc.s / acc.n) AS r FROM t
    SELECT id, aggregate(structs, 0, (acc, x) -> acc + x.a) AS r FROM t
    SELECT id, exists(ints, x -> x > 2) a, forall(ints, x -> x > 0) b, exists(strs, x -> x IS NULL) c, forall(strs, x -> x = 'a') d, exists(ints, x -> x = i) e FROM t
    SELECT id, filter(ints, x -> x > 1) a, filter(ints, (x, i) -> i % 2 = 0) b, filter(strs, x -> x IS NOT NULL) c, filter(structs, x -> x.a = 1) d FROM t
    SELECT id, transform(ints, x -> x + 1) a, transform(ints, (x, i) -> x * i) b, transform(strs, (x, i) -> concat(x, i)) c, transform(nested, x -> size(x)) d, transform(nested, x -> transform(x, y -> y + size(x))) e, transform(structs, x -> x.b) f FROM t
    SELECT id, transform(ints, e -> array_remove(nested[0], e)) a, transform(ints, v -> CAST(v AS DOUBLE)) b, transform(ints, remove_e -> array_remove(ints, remove_e)) c, transform(strs, s -> s) d FROM t
    SELECT id, zip_with(ints, strs, (x, y) -> concat(x, y)) a, zip_with(ints, nested, (x, y) -> size(y) + x) b, zip_with(doubles, ints, (x, y) -> struct(y, x)) c FROM t
    SELECT id, zip_with(structs, ints, (s, i) -> struct(s.a, i)) a, zip_with(ints, structs, (i, s) -> concat(s.b, i)) AS b, zip_with(structs, transform(ints, i -> named_struct('r', rec)), (s, r) -> struct(s, r.r.a, r IS NULL)) AS c FROM t
    SELECT id, map_filter(smap, (k, v) -> v > 0) a, map_filter(imap, (k, v) -> v IS NULL OR k > 1) b FROM t
    SELECT id, transform_values(smap, (k, v) -> concat(k, v)) a, transform_values(imap, (k, v) -> k) b, transform_keys(smap, (k, v) -> upper(k)) c, transform_keys(imap, (k, v) -> k * 2L) d FROM t
    SELECT id, map_zip_with(smap, map('a', 5, 'q', 6), (k, x, y) -> concat(k, x, y)) a FROM t
    SELECT id, array_sort(ints, (l, r) -> CASE WHEN l IS NULL AND r IS NULL THEN 0 WHEN l IS NULL THEN -1 WHEN r IS NULL THEN 1 WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END) a FROM t
    SELECT id, array_sort(filter(strs, x -> x IS NOT NULL), (l, r) -> length(l) - length(r)) a FROM t
    SELECT id, array_sort(filter(structs, x -> x.a IS NOT NULL), (l, r) -> CASE WHEN l.a < r.a THEN 1 WHEN l.a > r.a THEN -1 ELSE 0 END) a FROM t
    SELECT id, filter(transform(sequence(1, 5), x -> x * x), y -> y % 2 = 1) AS r FROM t
    SELECT id, transform(map_entries(smap), e -> concat(e.key, '=', coalesce(e.value, 0))) AS r FROM t
    SELECT id, transform(array(rec), x -> x.a + 1)[0] AS r FROM t
    SELECT id, transform(ints, x -> CASE WHEN x > 1 THEN 'big' ELSE 'small' END) AS r FROM t
    SELECT id, transform(ints, x -> named_struct('v', x, 'id', id)) AS r FROM t
    SELECT id, exists(ints, m -> m > 1) AS r FROM t
    transform(array(1, 2), x -> exists(array(1, 3), y -> y = x))
    array_sort(array('b', 'a', 'c'), (x, y) -> CASE WHEN x > y THEN 1 WHEN x < y THEN -1 ELSE 0 END)
    array_sort(array(array(2, 1), array(1, 2)))
    forall(array(), x -> x > 1)
    exists(CAST(NULL AS array<int>), x -> x > 1)
    zip_with(array(1), CAST(NULL AS array<int>), (x, y) -> x)
    aggregate(array(1,2), 0L, (a,x)->a+x)
    aggregate(array(1,2), 0, (a,x)->a+x, a -> a * 1.5)
    aggregate(array(1,2), CAST(NULL AS INT), (a,x)->a+x)
    aggregate(array(1,2), '', (a,x)->concat(a,x))
    reduce(array(1,NULL), 0, (a,x)->a+x)
    array_sort(array(3,1,2), (l,r) -> l - r)
    exists(array(1,NULL), x -> x > 4)
    forall(array(1,NULL), x -> x > 0)
    filter(array(1,2,3), (x,i) -> i > 0)
    transform(array(1,2,3), (x,i) -> x * i)
    transform(array(1,2), x -> array(x))
    zip_with(array(1,2), array('a'), (x,y) -> concat(x,y))
    transform_values(map(1,'a'), (k,v) -> NULL)
    map_zip_with(map(1,'a'), map(1L,'b'), (k,a,b) -> concat(a,b))
    map_zip_with(map(1,'a',3,'x'), map(2,'b'), (k,a,b) -> concat(a,b))
  `),
  ...refusedEverywhere(
    lines(`
    any(array(true))
    transform(array(1, 2), (x, i, j) -> x)
    transform_keys(map(1, 'a'), (k, v) -> NULL)
    aggregate(array(1L,2L), 0, (a,x)->a+x)
    array_sort(array(3,NULL,2), (l,r) -> l - r)
    array_sort(array(3,1,2), (l,r) -> NULL)
    array_sort(array(3,1,2), (l,r) -> CAST(1 AS BIGINT))
    exists(array(1,NULL), x -> x)
    map_filter(map(1,'a'), (k,v) -> k)
    transform_keys(map(1,'a',2,'b'), (k,v) -> 1)
  `),
  ),
  ...refusedHere(
    lines(`
    SELECT id, map_zip_with(smap, map('a', 5, 'q', 6), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0)) a, map_zip_with(imap, smap, (k, x, y) -> y) b FROM t
  `),
  ),
  ...lines('filter(array(1, NULL), x -> NULL)'),
])
