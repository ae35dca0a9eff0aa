import { type Case, over, overEach, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

const single = 's bin flag tiny small i l f d m wide huge day ts ntz rec'.split(' ')

compareWithSpark('hashes', [
  ...each('md5 sha sha1 crc32', [['s'], ['bin'], ['json'], ["''"]]),
  ...refusedEverywhere(each('md5 sha1', [['i']])),
  ...each(
    'sha2',
    ['0', '224', '256', '384', '512', '100', '-1'].flatMap((length) => [
      ['s', length],
      ['bin', length],
    ]),
  ),
  over('sha2(repeat(?, 40), 512)', ['s']),
  over('sha2', ['few s', 'i']),
  over('sha2', ['few s', 'NULL']),
  over('sha2(?, CASE id % 3 WHEN 0 THEN 224 WHEN 1 THEN 384 ELSE 512 END)', ['s']),
  over('sha2(repeat(?, 40), 224)', ['s']),
  ...each('hash xxhash64', [
    ...single.map((column) => [column]),
    ['few s', 'few i', 'few l'],
    ['few d', 'few day', 'few ts'],
    ['few s', 'few bin', 'few s'],
    ['NULL'],
    ['few i', 'NULL', "'x'"],
    ["'a long text that needs more than one stripe of thirty-two bytes'", 's'],
  ]),
  ...each('hash', [['ints'], ['strs'], ['doubles'], ['nested'], ['structs']]),
  ...each('xxhash64', [['ints'], ['structs', 's', 'doubles'], ['strs', 'nested']]),
  {
    name: 'arrays inside of hashes',
    sql: "SELECT id, xxhash64(array(rec, named_struct('a', 1, 'b', s)), array(m, m), array(bin), array(huge)) AS a, xxhash64(named_struct('x', ints, 'y', strs), array()) AS b, xxhash64(array(array(named_struct('x', ints, 'y', nested)))) AS c FROM t",
  },
  ...refusedEverywhere(each('hash xxhash64', [['smap']])),
  over('xxhash64(repeat(?, 9), ?)', ['s', 'few s']),
  // Bytes of every length around the sizes of words and stripes, in both forms.
  {
    name: 'lengths',
    sql: "SELECT id, xxhash64(repeat('x', CAST(id AS int)), 1) AS r, xxhash64(repeat('é', CAST(id AS int))) AS u, xxhash64(CAST(substring(repeat('abcdefghijk', 12), 1, CAST(id AS int)) AS binary)) AS b FROM range(100)",
  },
  ...each('hash xxhash64', [
    ["INTERVAL '3' MONTH", "INTERVAL '3' DAY", 's'],
    ["- INTERVAL '1-2' YEAR TO MONTH", 'few i'],
  ]),
  {
    name: 'names inside of hashes',
    sql: 'SELECT t.id AS id, xxhash64(3, t.s, r.v, t.json) AS r FROM t JOIN few_s r ON r.id = t.id',
  },
])
