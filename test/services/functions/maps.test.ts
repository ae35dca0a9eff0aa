import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('functions of maps and structs', [
  ...lines(`
    array_contains: structs, few rec
    array_position: structs, few rec
    array_append: structs, few rec
    array_distinct: structs
    array_union: structs, few structs
    array_intersect: structs, few structs
    arrays_overlap: structs, few structs
    array_max: structs
    array_min: structs
    array_compact: structs
    size: smap
    sort_array: structs
    sort_array: structs, false
    array_sort: structs
    reverse: structs
    concat: structs, few structs
    element_at: smap, few s
    element_at: imap, few i
    element_at: imap, few l
    try_element_at: imap, few i
    ?[?]: smap, few s
    ?[?]: imap, few i
    ?[?]: imap, few s
    map_keys: smap
    map_keys: imap
    map_values: smap
    map_values: imap
    map_entries: smap
    map_entries: imap
    map_contains_key: smap, few s
    map_contains_key: imap, few i
    map_contains_key: imap, few l
    map_concat: smap, few imap
    map_concat: smap, map('zz', 1)
    map_concat: imap
    map_from_arrays: array(1, 2), array('a', NULL)
    SELECT id, map_from_arrays(array(1, id + 5), strs) AS r FROM t WHERE size(strs) = 2
    map_from_entries: array(struct(1, 'a'), struct(2, NULL))
    SELECT id, map(i, s, "q", d) AS r FROM t WHERE i = 7
    SELECT id, map(i, s, m, d) AS r FROM t WHERE i = 7
    SELECT id, str_to_map(concat(s, ';x=', i), ';', '=') AS r FROM t
    str_to_map: s, ';', 'a'
    str_to_map: 'a|b=1', '\\\\|', '='
    str_to_map: 'a|b=1', '[|]', '='
    str_to_map: '', ',', ':'
    CAST(map_concat(map('a', 1.5D), map('b', NULL)) AS STRING)
    SELECT id, CAST(smap AS STRING) AS a, CAST(imap AS STRING) AS b, CAST(ints AS STRING) AS c, CAST(structs AS STRING) AS d, CAST(rec AS STRING) AS e, CAST(nested AS STRING) f, CAST(doubles AS STRING) g FROM t
    SELECT id, CAST(smap AS map<string,string>) AS a, CAST(imap AS map<bigint,string>) AS b, CAST(ints AS array<string>) AS c, CAST(rec AS struct<x:string,y:string>) AS e, CAST(nested AS array<array<string>>) f FROM t
    element_at(map(1,'a'), 1L)
    map(1,'a')['1']
    map('1','a')[1]
    map(1,'a')[1L]
    map(1L,'a')[1]
    map()
    map(1, 'a', 2.5, 'b')
    map_concat()
    map_concat(map(1,'a'), map(2.5,'b'))
    map_from_entries(array(struct(1,'a'), NULL))
    str_to_map('a:1,b:2,c')
    str_to_map('')
    str_to_map('a=1=2;b', ';', '=')
    str_to_map('k1: v1 , k2:v2', '\\\\s*,\\\\s*', ':\\\\s*')
    str_to_map('a=1&b=2;c', '[&;]', '=')
    str_to_map('', '[&;]')
    str_to_map('a1bb22c', '\\\\d+', 'b+')
    struct(1, 'a', array(1))
    struct(1 AS x)
    map_entries(map(1,'a'))
    map_contains_key(map(1,'a'), 1L)
    CAST(map(1,'a',2,NULL) AS STRING)
    CAST(struct(1,NULL,'x') AS STRING)
    CAST(map(1,'2') AS map<string,int>)
    cardinality(map(1,2))
    map_keys(map())
    SELECT id, struct(i AS x, s, d + 1 AS \`y z\`, i > 1 OR i < 0 AS flag).x AS r FROM t
    SELECT id, struct(i AS x, s, d + 1) AS r FROM t
    struct(CAST(1 AS BIGINT) AS x, named_struct('a', 1).a)
  `),
  ...refusedEverywhere(
    lines(`
    map_concat: smap, map('a', 1)
    map_from_arrays: ints, few strs
    SELECT id, map_from_entries(array(struct(i, s), if(i > 0, NULL, struct(i - 1, s)))) AS r FROM t WHERE i IS NOT NULL AND i <> -2147483648
    SELECT id, str_to_map(s) AS r FROM t
    element_at(map(1,'a'), '1')
    element_at(map('1','a'), 1)
    map(1)
    map(1,'a',1,'b')
    map(NULL,1)
    map_concat(map(1,'a'), map(1,'b'))
    map_concat(map(1,'a'), NULL)
    map_from_entries(array(struct(1,'a'), CAST(NULL AS struct<a:int,b:string>)))
    map_from_arrays(array(1,2), array('a'))
    sort_array(array(map(1,2)))
    array_sort(array(map(1,2)))
    array_max(array(map(1,2)))
    array_distinct(array(map(1,2)))
    str_to_map('a:1|b:2', '|', ':')
    str_to_map('a:1,a:2')
    named_struct('a', 1, 'b')
    map_contains_key(map(1,'a'), 'a')
    map_contains_key(map(1,'a'), NULL)
    CAST(map('x','2') AS map<int,int>)
  `),
  ),
  ...refusedHere(
    lines(`
    # Fields of one name, which no table can hold.
    arrays_zip: ints, few ints, few structs
    named_struct('a', 1, 'a', 2)
    map_keys(NULL)
  `),
  ),
])
