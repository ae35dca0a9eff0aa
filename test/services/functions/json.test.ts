import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('functions of JSON', [
  ...lines(`
    to_json(named_struct('a', 1), map('ignoreNullFields', 'false'))
    SELECT to_json(rec, map('ignoreNullFields', 'false')), to_json(struct(i, s, day, ts, rec), map('ignoreNullFields', 'false')) FROM t
    SELECT to_json(struct(day, ts, i), map('dateFormat', 'dd/MM/yyyy', 'timestampFormat', "yyyy-MM-dd'T'HH:mm:ssXXX")) FROM t
    SELECT to_json(struct(ts, ntz), map('timestampFormat', 'yyyy "q" MM')) FROM t
    SELECT to_json(array(struct(NULL AS a, 1 AS b)), map('IgnoreNullFields', 'FALSE')), to_json(map('k', struct(NULL AS a)), map('ignoreNullFields', 'false'))
    SELECT to_json(struct(1 AS a), map('pretty', 'false', 'compression', 'gzip'))
    to_json(struct(1 , 'a"b/é😀', NULL, 1.50, 1.5D, true))
    to_json(named_struct('a', CAST('NaN' AS DOUBLE), 'b', CAST('-Infinity' AS FLOAT), 'c', 1e10D, 'd', 0.1F, 'e', CAST(1e-10 AS DECIMAL(20,15))))
    to_json(named_struct('d', DATE'2024-02-29', 't', TIMESTAMP'2024-02-29 10:20:30.123456', 'n', CAST('2024-02-29 10:20:30' AS TIMESTAMP_NTZ), 'b', X'616263'))
    to_json(map('a', 1, 'b', NULL))
    to_json(map(1, array(1,NULL), 2, NULL))
    to_json(array(struct(1, NULL), NULL))
    to_json(named_struct('a', named_struct('b', NULL)))
    to_json(named_struct('a', NULL))
    to_json(CAST(NULL AS struct<a:int>))
    to_json(array())
    to_json(named_struct('t', TIMESTAMP'2024-02-29 10:20:30', 'u', TIMESTAMP'0001-01-01 00:00:00', 'v', TIMESTAMP'9999-12-31 23:59:59.999999'))
    get_json_object('{"a":[{"b":1},{"b":null},{"c":2},{"b":"x"}]}', '$.a[*].b')
    get_json_object('{"a":[{"b":"x"}]}', '$.a[*].b')
    get_json_object('{"a":[{"b":1.50}]}', '$.a[*].b')
    get_json_object('{"a":["x"]}', '$.a[*]')
    get_json_object('{"a":[["x"]]}', '$.a[*]')
    get_json_object('{"a":[["x"],[1]]}', '$.a[*][0]')
    get_json_object('{"a":[]}', '$.a[*]')
    get_json_object('{"a":{"b":1}}', '$.a[*]')
    get_json_object('{"a":[{"b":[1,2]},{"b":[3]}]}', '$.a[*].b')
    get_json_object('{"a b":1}', "$['a b']")
    get_json_object('{"a b":1}', '$["a b"]')
    get_json_object('{"a":[1]}', '$.a[0 ]')
    get_json_object('{"a":[1]}', '$.a[?(@ > 1)]')
    get_json_object('{"a b":1}', '$.a b')
    get_json_object('{"a.b":1}', "$['a.b']")
    get_json_object('{"a":1}', 'a')
    get_json_object('{"a":1}', '$a')
    get_json_object('{"a":1}', '$.a.')
    get_json_object('{"a":[1,2]}', '$.a[-1]')
    get_json_object('{"a":[1,2]}', '$.a.1')
    get_json_object('{"a":[null,2]}', '$.a[0]')
    get_json_object('{"a":[null,"x"]}', '$.a[*]')
    get_json_object('{"a":null,"a":2}', '$.a')
    get_json_object('{"a":{"b":[1.50,1e3,-0.0,"\\\\u001f\\\\/"]}}', '$.a')
    get_json_object('{"a":1e3}', '$.a')
    get_json_object('{"a":1.50}', '$.a')
    get_json_object('{"a":-0.0}', '$.a')
    get_json_object('{"a":[1,],"b":2}', '$.b')
    get_json_object('{"a":"x', '$.a')
    get_json_object('{"b":1 /* c */,"a":2}', '$.a')
    get_json_object('[{"a":1}]', '$.a')
    get_json_object('[{"a":1}]', '$[0].a')
    get_json_object('{"a":""}', '$.a')
    get_json_object("{'a': 'it\\"s', \\"b\\": \\"x'y\\"}", '$.a')
    get_json_object("{'a': 'it\\"s', \\"b\\": \\"x'y\\"}", '$.b')
    get_json_object('12 x', '$')
    get_json_object('"""ß', '$')
    get_json_object(' "x" y', '$')
    get_json_object('"x\\\\u0041" "y"', '$')
    get_json_object('', '$')
    get_json_object('{"a":1}', NULL)
    get_json_object('{"a":1}', '$')
    get_json_object(NULL, '$.a')
    json_array_length('[1,2')
    json_array_length('[1,2] x')
    json_object_keys('{"a":1')
    SELECT id, v, get_json_object(v, '$.a') AS a, get_json_object(v, '$') AS b, get_json_object(v, '$.a.b[1].c') AS c, get_json_object(v, '$[0]') d, get_json_object(v, '$[*].a') e, get_json_object(v,'$[*]') h FROM t_json
    SELECT id, get_json_object(v, '$.a') a, CAST(get_json_object(v, '$.a') AS INT) b, get_json_object(v, '$.b') c, get_json_object(v, '$.a.b') d, get_json_object(v, '$.A') e, CASE WHEN id % 2 = 0 THEN get_json_object(v, '$.b') END f FROM t_json WHERE get_json_object(v, '$.a') IS NOT NULL
    SELECT get_json_object(v, '$.a') a, CAST(get_json_object(v, '$.b') AS BIGINT) b, count(*) n FROM t_json GROUP BY get_json_object(v, '$.a'), CAST(get_json_object(v, '$.b') AS BIGINT) HAVING max(get_json_object(v, '$.a')) IS NOT NULL
    SELECT id, v, json_array_length(v) a, json_object_keys(v) b, j.* FROM t_json LATERAL VIEW json_tuple(v, 'a', 'b') j AS x, y
    SELECT id, json_tuple(v, 'a', 'b') FROM t_json
    SELECT id, to_json(rec) a, to_json(structs) b, to_json(smap) c, to_json(imap) d, to_json(ints) e, to_json(nested) f, to_json(strs) g, to_json(doubles) h FROM t
    SELECT id, to_json(struct(s, i, l, f, d, m)) a, to_json(struct(flag, tiny, small, wide, huge)) b, to_json(struct(bin, day, ts, ntz)) c FROM t WHERE d <> 4.9E-324D AND f <> CAST(1.4E-45 AS FLOAT)
    SELECT id, to_json(struct(ts, ntz, day)) a FROM t
    SELECT id, to_json(struct(d)) AS r FROM t WHERE d <> 4.9E-324D AND f <> CAST(1.4E-45 AS FLOAT)
    get_json_object('{"a":"line\\nbreak\\ttab"}', '$.a')
    get_json_object('{"a":["line\\nbreak"]}', '$.a')
    get_json_object('{"a":{"b":1},"a":{"c":2}}', '$.a.c')
    json_array_length('[1,{"a":[2]},"x]"] tail')
    json_array_length(NULL)
    json_object_keys('{"a":{"b":1},"c":2} x')
    SELECT id, v, get_json_object(concat('{"k":{"x":[', v, ', {"y":', v, '}]}}'), '$.k.x[1].y') a, get_json_object(concat('{"k":{"x":[', v, ']}}'), '$.k') b, get_json_object(concat('[', v, ',', v, ']'), '$[*]') c FROM t_json
    SELECT id, v, get_json_object(concat('{"k":', v, '}'), '$.k') a FROM t_numtext
    SELECT id, v, get_json_object(concat('{"k":"', v, '"}'), '$.k') a, get_json_object(concat("{'k':'", v, "'}"), '$.k') b, get_json_object(concat('{"k":["', v, '"]}'), '$.k') c, get_json_object(concat('{"', v, '":1}'), '$') d FROM t_s
    SELECT id, v, get_json_object(v, '$.a') a FROM t_s
    get_json_object('[{"a":"😀"}]','$[*].a')
    get_json_object('[{"a":"😀"}]','$[*]')
    get_json_object('[["😀",1.50]]','$[*]')
    get_json_object('{"k":[{"a":{"b":"😀"}}]}','$.k[*].a')
    get_json_object('{"k":[{"a":{"b":"😀"}},{"a":1e8}]}','$.k[*].a')
    SELECT j.*, id FROM t_json LATERAL VIEW OUTER json_tuple(v, 'a') j AS a
    SELECT v, get_json_object(concat('{"k":"', v, '"}'), '$.k') a, get_json_object(concat('{"k":', v, '}'), '$.k') b FROM VALUES ('2024-01-05'), ('2024-01-05T10:20:30.5Z'), ('1.5:2'), ('1.0E5'), ('1E5'), ('-1.50'), ('-'), ('.5'), ('9~'), ('12é'), ('1😀'), ('z~'), ('zé'), ('z~~'), ('Zé'), ('[1.50]'), ('/1.5'), ('-0'), ('12345678901234567890'), ('0.00001'), ('true'), ('nan') AS t(v)
    SELECT v, get_json_object(v, '$.a_b') a, get_json_object(v, '$["a%b"]') b, json_tuple(v, 'a_b', 'a%b') AS (c, d) FROM VALUES ('{"a_b":null,"axb":2,"a_b":3}'), ('{"a_b":1,"axb":2}'), ('{"a%b":null,"a%b":"x","a_b":{"a_b":4}}'), ('{"xa_b":1,"a_b":null,"a_b" : 5}') AS t(v)
  `),
  ...refusedEverywhere(
    lines(`
    to_json(1)
    get_json_object(12, '$')
    json_array_length(12)
  `),
  ),
  ...refusedHere(
    lines(`
    to_json(map(DATE'2024-01-01', 1))
    to_json(map(1.5D, 1))
    get_json_object('{"a":[1,2]}', '$.a[ 1 ]')
  `),
  ),
  ...refusedHere(
    lines(`
    SELECT to_json(struct(1 AS a), map('pretty', 'true'))
  `),
  ),
  ...refusedEverywhere(
    lines(`
    SELECT to_json(struct(1 AS a), map('ignoreNullFields', false))
  `),
  ),
])

const wildcards = [
  '$[*]',
  '$.b[*]',
  '$.b[*].c',
  '$[*].a',
  '$[*][*]',
  '$[*][0]',
  '$[*][*][*]',
  '$[1][*]',
  '$[0][*].a',
  '$.x[*].y[*]',
  '$.x[*].y[*].z',
  '$.x[*].y[0][*]',
  '$.x[*][*].y',
  '$.x[0].y[*]',
  '$[*].x[*].y.z[*]',
]

const documents = [
  '[[1.50,1e3],[-0.0,[2,[3]]],"x"]',
  '[[["😀",null],[true]],[["é\\u0001\\/"]]]',
  '[[{"a":"😀"}],[{"a":1,"a":2},{"a":null}]]',
  '{"x":[{"y":[{"z":1.0},{"z":[2]}]},{"y":[{"z":"😀"}]},{"y":[]},{"y":7}]}',
  '{"x":[{"y":[[1, 2],[3]]},[{"y":1}]]}',
  '[{"x":[{"y":{"z":[1]}},{"y":{"z":[2,3]}}]},{"x":[{"y":{"z":[]}}]}]',
  '[[]]',
  '{"a":1,"b":[1,{"c":"x"}],"c":{"d":[1.50,null]}}',
  '{"a":null,"a":2,"A":3}',
  '{"a":{"b":1e3},"a":{"c":2}}',
  '{"a b":"it\\"s","a.b":-0.0}',
  '[{"a":1},[2,"x"]]',
  '"text"',
  '{"a":[1,],"b":2}',
  '{bad',
  '',
]
const paths = [
  '$',
  '$.a',
  '$.A',
  '$.a.b',
  '$.a.c',
  '$.b[1].c',
  '$.b[0]',
  '$.c.d',
  '$.c.d[1]',
  '$[1][1]',
  '$[0].a',
  '$.a b',
  "$['a.b']",
  '$.*',
  "$['*']",
  '$.*a',
  ...wildcards,
  '$..a',
  '$.',
  'a',
  '',
]

/** A path in a column is read row by row; several [*] are followed as Hive once did. */
compareWithSpark('JSON paths in the data, and with several [*]', [
  {
    name: 'documents and paths',
    sql: `SELECT d, p, get_json_object(d, p) AS r, get_json_object(d, concat(p, '')) AS q
      FROM (VALUES ${documents.map((text) => `(r'${text}')`).join(', ')}, (NULL)) AS ds(d)
      CROSS JOIN (VALUES ${paths.map((text) => `("${text}")`).join(', ')}, (NULL)) AS ps(p)`,
  },
  ...wildcards.map((path) => ({
    name: path,
    sql: `SELECT d, get_json_object(d, '${path}') AS r FROM VALUES ${documents.map((text) => `(r'${text}')`).join(', ')}, (NULL) AS ds(d)`,
  })),
  ...lines(`
    SELECT id, get_json_object('{"a":1,"b":"x"}', concat('$.', CASE WHEN id % 2 = 0 THEN 'a' WHEN id % 3 = 0 THEN 'b' END)) AS r FROM t
    SELECT k, get_json_object(v, concat('$.', k)) AS r FROM (SELECT v, explode(json_object_keys(v)) AS k FROM VALUES ('{"a":1,"b":[2]}') AS t(v))
  `),
])
