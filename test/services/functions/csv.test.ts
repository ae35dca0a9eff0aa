import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const columns = 's flag tiny small i l f d m wide huge day ts ntz numtext datetext json'.split(' ')

compareWithSpark('CSV', [
  ...lines(
    columns
      .map((column) => `SELECT id, to_csv(named_struct('v', v, 'n', 2, 'w', v)) AS r FROM t_${column}`)
      .join('\n'),
  ),
  ...lines(String.raw`
    SELECT v, to_csv(named_struct('x', v, 'y', v)) r FROM VALUES ('a\\b,c'), ('a\\\\b,c'), ('a\\\\"b'), ('\\,'), ('\\"'), ('"\\'), ('"'), ('""'), (' #a'), ('#'), ('#a,b'), (chr(1)), (chr(0)), (' "a" '), (' ,'), (', '), ('a, '), ('\n'), ('\na'), ('a\n'), ('a\r'), ('\ra'), ('# '), ('\\'), ('a\\'), ('\\a"'), (chr(127)), (chr(31)), ('a	'), ('	a'), ('a;b'), ('a|b'), (' é '), ('a\u2028b') AS t(v)
    SELECT v, to_csv(named_struct('x', v, 'y', v), map('sep', '\t')) r, to_csv(named_struct('x', v, 'y', v), map('delimiter', '|', 'nullValue', 'NULL')) q, to_csv(named_struct('x', v), map('SEP', '^', 'nullValue', '-', 'header', 'true', 'escape', '\\', 'quote', '"')) p FROM VALUES ('a	'), ('	a'), ('a	b'), ('a|b'), ('^'), ('NULL'), ('-'), (''), (NULL), ('a,b'), (']'), ('#x') AS t(v)
    SELECT to_csv(named_struct('a', DATE '2024-01-05', 'b', TIMESTAMP '2024-01-05 10:20:30.123456'), map('sep', ';', 'dateFormat', 'dd/MM/yyyy')) AS r, to_csv(named_struct('a', TIMESTAMP '2024-01-05 10:20:30', 'b', DATE '2024-01-05'), map('timestampFormat', 'dd, MM yyyy HH:mm', 'dateFormat', 'yyyyMMdd')) AS q
    SELECT id, to_csv(named_struct('v', v)) AS r FROM t_s WHERE v IS NOT NULL
    SELECT to_csv(s) AS r FROM (SELECT CAST(NULL AS STRUCT<a: INT, b: INT>) AS s UNION ALL SELECT named_struct('a', 1, 'b', NULL))
    to_csv(struct(NULL, 1))
    SELECT to_csv(struct(i, s, m)) FROM t WHERE s IS NOT NULL
    SELECT g, max(to_csv(struct(g, i))) AS r FROM t GROUP BY g
  `),
  ...lines(`
    SELECT schema_of_csv('1,abc'), schema_of_csv('1.5,2024-01-05,2024-01-05 10:20:30,true,,12345678901,a b,-5,+3,0.0,007,FALSE') AS a
    SELECT schema_of_csv('2147483647,2147483648,-2147483648,-2147483649,999999999999999999,2024-02-28T23:59:59,True,x_y,Null,NULL,e,d,T') AS a
    SELECT schema_of_csv('1|ab|2.50', map('sep', '|')) AS a
    SELECT schema_of_csv('1;x', map('delimiter', ';')) AS a, schema_of_csv(',') AS b, schema_of_csv('z ') AS c, schema_of_csv('true ,inf x') AS d
  `),
  ...refusedHere(
    lines(`
    SELECT schema_of_csv('NaN')
    SELECT schema_of_csv('"a,b"')
    SELECT schema_of_csv('10:20')
    SELECT schema_of_csv('1,2', map('mode', 'PERMISSIVE'))
    SELECT to_csv(named_struct('a', array(1), 'b', 1))
    SELECT to_csv(named_struct('a', INTERVAL 1 DAY))
    SELECT to_csv(named_struct('a', 'x '), map('ignoreTrailingWhiteSpace', 'false'))
    SELECT to_csv(named_struct('a', 1), map('quoteAll', 'true'))
    SELECT to_csv(named_struct('a', 1), map('sep', '||'))
    SELECT to_csv(named_struct('a', 'x'), map('quote', '|'))
  `),
  ),
  ...refusedEverywhere(
    lines(`
    to_csv(array(1))
    to_csv(1)
    to_csv(map('a', 1))
    SELECT id, to_csv(named_struct('a', v)) AS r FROM t_s
  `),
  ),
])
