import { type Case, lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/** Members of one name, and what is not of the type that it should have. */
const oddities = `WITH t(v) AS (SELECT * FROM VALUES ('{"a":1,"a":"x"}'), ('{"a":"x","a":1}'), ('{"a":1,"a":null}'), ('{"a":true,"a":1}'), ('{"a":[1],"a":[2,"x"]}'), ('{"a":{"a":1,"a":"x"},"a":3}'), ('{"a":{"a":"x"},"a":{"a":1}}'), ('{"a":{"a":1},"a":{"a":"x"}}'), ('{"a":"x"}'), ('{bad'), ('null'), ('[]'), (''), (' '), ('{"a":null}'), (NULL), ('[{"a":1}]'), ('[{"a":"x"},{"a":2}]'), ('[{"a":1},null, 3]'), ('3'), ('{"a":1'), ('{"a":1} x'), ('{"a":{"b":1}}'), ('{"a":{"a":[1,null]}, "b":"q"}'), ('{"a":[]}'), ('{}'), ('{"b":1.5}'), ('{"a":"","b":""}'), ('{"a":[1,null]}'), ('{"a":{"x":1,"x":2,"x":null}}'), ('{"a":{"x":"y"}}'), (' {"a" : 1 }') AS w(v))`

compareWithSpark('from_json', [
  ...[
    "SELECT v, from_json(v, 'a INT') a, from_json(v, 'a BOOLEAN') b, from_json(v, 'a STRUCT<a: INT>') c, from_json(v, 'a ARRAY<INT>') d FROM t",
    // Spark keeps both entries of one key.
    "SELECT v, from_json(v, 'map<string,int>') a, from_json(v, 'map<string,string>') b, from_json(v, 'map<string,array<int>>') c, from_json(v, 'a map<string,int>') d FROM t",
    "SELECT v, map_keys(m) a, map_values(m) b, map_entries(m) c, m['a'] d, element_at(m, 'a') e, size(m) f, to_json(m) g, CAST(m AS STRING) h, map_contains_key(m, 'a') i FROM (SELECT v, from_json(v, 'map<string,string>') AS m FROM t)",
    "SELECT v, from_json(v, 'a INT, _corrupt_record STRING', map('mode', 'PERMISSIVE')) a, from_json(v, '_corrupt_record STRING, a STRUCT<a: INT>', map('mode', 'PERMISSIVE'))._corrupt_record b FROM t",
    "SELECT v, from_json(v, 'a ARRAY<INT>, bad STRING, b STRING', map('columnNameOfCorruptRecord', 'bad')) a, from_json(v, 'a MAP<STRING, INT>, b INT, _corrupt_record STRING', map('mode', 'PERMISSIVE')) b FROM t",
    "SELECT v, from_json(v, 'array<struct<a:int,_corrupt_record:string>>', map('mode', 'PERMISSIVE')) a, from_json(upper(v), 'A INT, _CORRUPT_RECORD STRING', map('mode', 'PERMISSIVE')) b FROM t",
  ].map((select): Case => ({ name: select, sql: `${oddities} ${select}` })),
  ...lines(`
    from_json('{"a":"29/02/2024 10:20"}', 'a TIMESTAMP', map('timestampFormat','dd/MM/yyyy HH:mm'))
    from_json('{"a":"29/02/2024"}', 'a DATE', map('dateFormat','dd/MM/yyyy'))
    SELECT id, from_json(v, 'a INT, b STRING', map('mode', 'PERMISSIVE')) AS r FROM t_json WHERE v NOT LIKE '%NaN%'
    SELECT id, from_json(v, 'd DATE, a TIMESTAMP', map('timestampFormat', 'yyyy-MM-dd HH:mm:ss', 'dateFormat', 'dd/MM/yyyy')) AS r FROM t_json WHERE v NOT LIKE '%NaN%'
    SELECT from_json(v, 'd DATE', map('dateFormat', 'dd/MM/yyyy')) AS r FROM VALUES ('{"d":"05/01/2024"}'), ('{"d":20240105}'), ('{"d":null}'), ('{"d":""}'), ('x') AS t(v)
    SELECT from_json(v, 't TIMESTAMP, n INT', map('timestampFormat', "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")) AS r FROM VALUES ('{"t":"2024-01-05T10:20:30.123Z","n":1}'), ('{"t":"2024-01-05T10:20:30.123+05:30"}'), ('{"t":1704450030}'), ('{"t":"nope","n":"x"}'), ('{"t":"","n":2}'), ('{"t":1.5,"n":2}'), ('{"t":true}') AS t(v)
    SELECT from_json(v, 'ARRAY<STRUCT<t: TIMESTAMP>>', map('timestampFormat', 'yyyyMMdd')) AS r FROM VALUES ('[{"t":"20240105"},{"t":"x"}]'), ('{"t":"20240105"}') AS t(v)
    SELECT from_json(v, 'MAP<STRING, DATE>', map('dateFormat', 'yyyy/MM/dd')) AS r FROM VALUES ('{"a":"2024/01/05","b":null}'), ('{"a":"z"}') AS t(v)
    SELECT from_json("{'a':1}", 'a INT', map('allowSingleQuotes', 'true', 'multiLine', 'true'))
    SELECT from_json('{"d":"2024-01-05","a":"x"}', 'd DATE, a STRING', map('dateFormat', 'yyyy-MM-dd', 'timestampFormat', 'yyyy'))
    SELECT from_json('{"a":1}', 'a INT')
    from_json('[{"a":1}]', 'a INT')
    from_json('[1,"x",null]', 'array<int>')
    from_json('{"a":[1,"x",null],"b":2}', 'a array<int>, b INT')
    from_json('{"a":[{"b":1},{"b":"x"},3],"c":5}', 'a array<struct<b:int>>, c INT')
    from_json('{"a":{"b":"x","c":1}}', 'a struct<b:int,c:int>')
    from_json('{"a":{"b":"x"},"c":3}', 'a map<string,int>, c INT')
    from_json('{"x":1,"y":"q"}', 'map<string,int>')
    from_json('{"a":"1","b":"true","c":" 2 ", "d":"1.5"}', 'a INT, b BOOLEAN, c BIGINT, d DOUBLE')
    from_json('{"a":1e2,"b":1.0,"c":"NaN","d":"-Infinity","e":"+INF","f":12345678901}', 'a INT, b INT, c DOUBLE, d DOUBLE, e DOUBLE, f INT')
    from_json('{"a":1.25,"b":"1.255","c":100000,"d":1e2,"e":"x","f":12345678.995}', 'a DECIMAL(10,1), b DECIMAL(10,2), c DECIMAL(4,0), d DECIMAL(10,2), e DECIMAL(10,2), f DECIMAL(10,2)')
    from_json('{"a":"2024-02-29","b":"2024-02-29T10:20:30","c":"20240229","d":19000,"e":"2024-2-9","f":""}', 'a DATE, b DATE, c DATE, d DATE, e DATE, f DATE')
    from_json('{"a":"2024-02-29","b":"2024-02-29T10:20:30.123+02:00","c":"2024-02-29 10:20:30","d":1700000000,"e":"x","f":1.5, "g":""}', 'a TIMESTAMP, b TIMESTAMP, c TIMESTAMP, d TIMESTAMP, e TIMESTAMP, f TIMESTAMP, g TIMESTAMP')
    from_json('{"a":"","b":""}', 'a STRING, b INT')
    from_json('{"a":[1.50,{"x":1e3}],"b":1.50,"c":1e3,"d":true}', 'a STRING, b STRING, c STRING, d STRING')
    from_json('{"A":1,"a":2}', 'a INT, B STRING')
    from_json('{"a":1}', 'struct<a:int>')
    from_json('  ', 'a INT')
    from_json('{"a":null}', 'a struct<b:int>')
    from_json('{"a":128,"b":40000,"c":3.4e39,"d":9223372036854775808}', 'a TINYINT, b SMALLINT, c FLOAT, d BIGINT')
    from_json('{"a":5}', 'array<struct<a:int>>')
    from_json('[{"a":5},{"a":"x"}]', 'array<struct<a:int>>')
    from_json('[[1,2],["x"]]', 'array<array<int>>')
    from_json('{"x":{"a":1}}', 'map<string,struct<a:int>>')
    SELECT id, v, from_json(v, 'a INT, b STRING') AS a, from_json(v, 'a STRING') AS b, from_json(v, 'a array<string>') f FROM t_json WHERE v NOT LIKE '%NaN%'
    SELECT id, v, from_json(v, 'a DOUBLE, b BOOLEAN') c, from_json(v, 'array<int>') d FROM t_json WHERE v NOT LIKE '%NaN%'
    SELECT id, v, from_json(v, 'map<string,string>') e FROM t_json WHERE v NOT LIKE '%NaN%' AND v NOT LIKE '%"a": 1, "a"%'
    SELECT from_json(j, 't TIMESTAMP, u INT') AS r, from_json(j, 't STRING') AS s FROM (SELECT to_json(named_struct('t', v)) AS j FROM t_ts)
    SELECT id, to_json(named_struct('s', v)) r, from_json(to_json(named_struct('s', v)), 's STRING').s AS q, get_json_object(to_json(named_struct('s', v)), '$.s') p FROM t_s
    SELECT id, from_json(concat('{"x":', v, '}'), 'x INT, x2 STRING').x AS a, from_json(concat('{"x":', v, '}'), 'x DOUBLE').x b, from_json(concat('{"x":', v, '}'), 'x DECIMAL(10,2)').x c, from_json(concat('{"x":', v, '}'), 'x STRING').x d, from_json(concat('{"x":', v, '}'), 'x BIGINT').x e, from_json(concat('{"x":', v, '}'), 'x TIMESTAMP').x f, get_json_object(concat('{"x":', v, '}'), '$.x') g FROM t_numtext WHERE lower(v) NOT LIKE '%n%'
    SELECT id, from_json(concat('{"x":"', v, '"}'), 'x INT').x AS a, from_json(concat('{"x":"', v, '"}'), 'x DOUBLE').x b, from_json(concat('{"x":"', v, '"}'), 'x DECIMAL(10,2)').x c FROM t_numtext WHERE v NOT LIKE '%"%' AND v <> '٣'
    from_json('{"a":[{"b":"x"}],"c":5}', 'a array<struct<b:int>>, c INT')
    from_json('{"a":{"k":{"b":"x"}},"c":5}', 'a map<string,struct<b:int>>, c INT')
    from_json('{"a":{"k":3},"c":5}', 'a map<string,struct<b:int>>, c INT')
    from_json('{"a":{"k":null},"c":5}', 'a map<string,int>, c INT')
    from_json('{"a":[[1],["x"]],"c":5}', 'a array<array<int>>, c INT')
    from_json('{"a":{"b":[1,"x"],"d":2},"c":5}', 'a struct<b:array<int>,d:int>, c INT')
    from_json('[{"a":[1,"x"],"b":1}]', 'array<struct<a:array<int>,b:int>>')
    from_json('[{"a":5},3]', 'array<struct<a:int>>')
    from_json('[{"a":5},null]', 'array<struct<a:int>>')
    from_json('{"a":"INF","b":"+Infinity","c":"-INF","d":"Inf"}', 'a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE')
    from_json('{"a":{"b":1,"b":2},"b":3}', 'a struct<b:int>, b INT')
    from_json('{"a":"x"} {"a":"y"}', 'a STRING')
    from_json("{'a':'x\\\\ty'}", 'a STRING')
    from_json('{"a":"line\\nbreak\\ttab"}', 'a STRING')
    SELECT id, from_json(concat('{"x":"', v, '"}'), 'x DATE').x AS r FROM t_datetext WHERE v NOT LIKE '%"%' AND CAST(v AS DATE) IS NOT NULL
    SELECT id, from_json(concat('{"x":"', v, '"}'), 'x TIMESTAMP').x AS r FROM t_datetext WHERE v NOT LIKE '%"%' AND CAST(v AS TIMESTAMP) IS NOT NULL AND v NOT LIKE '%:%T%'
    SELECT id, from_json(concat('{"x":"', v, '"}'), 'x DATE').x AS r FROM t_s WHERE v NOT LIKE '%"%' AND v NOT LIKE '%\\\\\\\\%'
    SELECT id, from_json(concat('{"x":"', v, '"}'), 'x TIMESTAMP, y STRING') AS r FROM t_s WHERE v NOT LIKE '%"%' AND v NOT LIKE '%\\\\\\\\%'
    schema_of_json('{"a":1,"b":[1.5,"x"],"c":null}')
    schema_of_json('[{"b":1,"a":1.5},{"b":2.5,"c":"x"}]')
    schema_of_json('{"z":true,"a b":[],"é":{"x":[null]},"d":"","2":1}')
    schema_of_json('[1,2]')
    schema_of_json('3')
    schema_of_json('{"a":[[1],[2.0]],"b":[1,{"x":1}],"c":[true,1]}')
    schema_of_json('{"a":"2024-01-01","B":1,"b":2}')
    schema_of_json('{"a":9223372036854775807,"b":9223372036854775808,"c":-9223372036854775809,"d":12345678901234567890123456789012345678,"e":123456789012345678901234567890123456789}')
    schema_of_json('{"a":[1,12345678901234567890123],"b":[12345678901234567890,1.5],"c":[12345678901234567890,"x"],"d":[12345678901234567890,123456789012345678901],"e":[1,12345678901234567890]}')
    SELECT schema_of_json('{}'), schema_of_json('[{}]'), schema_of_json('{"a":{},"b":[{}],"":1,"c":{"d":{}}}'), schema_of_json('[[{}]]'), schema_of_json('{"":1}'), schema_of_json('{"a":[{},{"b":1}], "c":[1,{}]}'), schema_of_json('null'), schema_of_json('[]'), schema_of_json('{"a":[[]]}')
    SELECT v, from_json(v, 'f FLOAT') a FROM VALUES ('{"f":"NaN"}'), ('{"f":"-Infinity"}'), ('{"f":"+INF"}'), ('{"f":1e300}'), ('{"f":-1e300}'), ('{"f":"1.5"}') t(v)
    from_json('{"n":12345678901234567890}', schema_of_json('{"n":12345678901234567890}'))
    from_json('{"a":1,"b":["x"],"c":{"d":1.5}}', schema_of_json('{"a":1,"b":["x"],"c":{"d":1.5}}'))
    from_json('{"a":1,"a b":"q"}', schema_of_json('{"a":1,"a b":"x"}'))
    from_json('{"a":["😀"],"b":"😀"}', 'a STRING, b STRING')
    from_json('{"a":{"b":[1,2]},"c":1}', 'a STRING, c TINYINT')
    from_json('{"x":"abc"}', 'x DATE').x
    from_json('{"x":"abc","y":"q"}', 'x DATE, y STRING')
    from_json('{"x":"abc","y":"q"}', 'x TIMESTAMP, y STRING').x
    SELECT id, v, from_json(concat('{"x":"', v, '"}'), 'x DECIMAL(10,2)').x c FROM t_numtext WHERE v NOT LIKE '%"%' AND v <> '٣'
    from_json(NULL, 'a INT')
    from_json('{"a":{"b":1}}', 'a struct<b int>')
    # Nothing is malformed here, so that FAILFAST does not fail.
    SELECT from_json(v, 'a STRING, b INT', map('mode', 'FAILFAST')) a, from_json(v, 'map<string,string>', map('mode', 'failfast')) b FROM VALUES ('{"a":[1,{"x":null}],"b":2}'), (NULL), (' '), ('{}'), ('{"b":null,"c":"x"} tail'), ('{"a":1,"a":"x"}') AS t(v)
    SELECT from_json(v, 'array<struct<a:int>>', map('mode', 'FAILFAST')) a FROM VALUES ('[{"a":1},{}]'), ('{"a":1}'), ('[]'), ('') AS t(v)
  `),
  ...refusedEverywhere(
    lines(`
    from_json('{"a":1}', 'a: INT, \`b c\` STRING NOT NULL COMMENT "x"')
    schema_of_json('[{"col":01}]')
    schema_of_json(CAST(NULL AS STRING))
    from_json('{"x":"2023-02-29"}', 'x DATE')
    from_json('{"x":"2023-02-29"}', 'x DATE').x
    from_json('{"x":"2023-02-29"}', 'x DATE, y STRING').x
    SELECT from_json(s, 'x DATE').x FROM VALUES ('{"x":"abc"}'), ('{"x":"2023-02-29"}'), ('{"x":"2023-02-28"}') AS t(s)
    SELECT from_json(s, 'x DATE') FROM VALUES ('{"x":"abc"}'), ('{"x":"2023-02-29"}'), ('{"x":"2023-02-28"}') AS t(s)
    from_json(12, 'a INT')
    from_json('{"a":1}', 'a: INT')
    SELECT from_json(v, 'a STRING, b INT', map('mode', 'FAILFAST')) a FROM VALUES ('{"b":"x"}') AS t(v)
    SELECT from_json(v, 'a STRING, b INT', map('mode', 'FAILFAST')) a FROM VALUES ('{bad') AS t(v)
    SELECT from_json(v, 'a STRUCT<b: ARRAY<INT>>', map('mode', 'FAILFAST')) a FROM VALUES ('{"a":{"b":[1,null,2.5]}}') AS t(v)
    SELECT from_json(v, 'map<string,int>', map('mode', 'FAILFAST')) a FROM VALUES ('null') AS t(v)
    SELECT from_json(v, 'map<string,int>', map('mode', 'FAILFAST')) a FROM VALUES ('{"a":"x"}') AS t(v)
    SELECT from_json(v, 'array<struct<a:int>>', map('mode', 'FAILFAST')) a FROM VALUES ('[{"a":1},{"a":true}]') AS t(v)
    SELECT from_json(v, 'a INT, _corrupt_record INT', map('mode', 'PERMISSIVE')) a FROM VALUES ('{}') AS t(v)
  `),
  ),
  ...refusedHere(
    lines(`
    # A struct of two fields of one name, which no table can hold.
    from_json('{"a":1}', 'a INT, a INT')
    from_json('{"a":"YWJj"}', 'a BINARY')
    # Without options Spark reads of the struct what is selected of it.
    SELECT from_json(v, 'a INT, _corrupt_record STRING') AS r FROM t_json
  `),
  ),
  ...refusedHere(
    lines(`
    SELECT from_json("{'a':1}", 'a INT', map('allowSingleQuotes', 'false'))
    SELECT from_json('{"d":"2024-01-05"}', 'd DATE', map('dateFormat', 'yyyy-MM-dd HH'))
    # Spark's optimizer takes the struct.
    SELECT from_json(to_json(named_struct('t', v)), 't TIMESTAMP') AS r FROM t_ts
    SELECT from_json(j, 't TIMESTAMP') AS r FROM (SELECT to_json(named_struct('t', v)) AS j FROM t_ts)
    SELECT from_json(q.j, 't TIMESTAMP') AS r FROM (WITH w AS (SELECT to_json(named_struct('t', v)) FROM t_ts), x(j) AS (SELECT * FROM w) SELECT * FROM x) q
  `),
  ),
  ...refusedEverywhere(
    lines(`
    SELECT from_json('{"a":1}', 'a INT', map('mode', 'DROPMALFORMED'))
    SELECT from_json('{"d":"2024-1-5"}', 'd DATE', map('dateFormat', 'yyyy-MM-dd'))
    SELECT from_json(v, 'a INT', map(v, 'x')) FROM t_json
    SELECT from_json('{"a":1}', 'a INT', map())
  `),
  ),
])
