import { expect, test } from 'vitest'
import { createSparkTranslator, detachedText, type Relations } from '../../../../src/sql/index.ts'

const column = (name: string) => ({ name, type: 'VARCHAR', nullable: true })
const relations: Relations = new Map([
  ['events', [column('id'), column('doc'), column('other')]],
  ['more', [column('id'), column('doc')]],
])

const rendered = async (sql: string): Promise<string> => {
  const translator = createSparkTranslator({ cache: { get: () => undefined, put: () => undefined } })
  const { value } = await translator.translate(detachedText(sql), relations)
  return value?.kind === 'query' ? value.sql : 'refused'
}

const count = (text: string, part: string): number => text.split(part).length - 1

test('members of a document that a SELECT reads are taken out of it at once', async () => {
  const sql = await rendered(
    `SELECT get_json_object(doc, '$.a') a, CAST(get_json_object(doc, '$.b.c') AS INT) c, get_json_object(doc, '$.a') again FROM events`,
  )
  expect(sql).toContain(`json_transform("spark json 0", '{"a":"VARCHAR","b":{"c":"VARCHAR"}}')`)
  expect(count(sql, 'spark_json(')).toBe(1)
  expect(sql).not.toContain('json_extract_string')
})

test('a member that has no room beside others is read alone', async () => {
  const sql = await rendered(
    `SELECT get_json_object(doc, '$.a') a, get_json_object(doc, '$.b') b, get_json_object(doc, '$.A') c, get_json_object(doc, '$.a.x') d, get_json_object(doc, '$.a-b') e FROM events`,
  )
  expect(sql).toContain(`json_transform("spark json 0", '{"a":"VARCHAR","b":"VARCHAR"}')`)
  expect(count(sql, 'json_extract_string(')).toBe(3)
})

test('a key is the same text in GROUP BY and in SELECT', async () => {
  const sql = await rendered(
    `SELECT get_json_object(doc, '$.a') a, max(get_json_object(doc, '$.b')) b FROM events GROUP BY get_json_object(doc, '$.a')`,
  )
  const [, key = ''] = /GROUP BY (.*)$/.exec(sql) ?? []
  expect(sql).toContain(`SELECT ${key} AS "a"`)
  expect(key).toContain('"spark json 0 members"')
})

test.each([
  `SELECT get_json_object(e.doc, '$.a') a, get_json_object(m.doc, '$.a') b FROM events e JOIN more m ON e.id = m.id`,
  `SELECT CASE WHEN id = '1' THEN get_json_object(doc, '$.a') END a FROM events`,
  `SELECT id FROM events WHERE get_json_object(doc, '$.a') = 'x'`,
  `SELECT get_json_object(doc, '$.a') a, (SELECT max(id) FROM more WHERE more.id = events.id) b FROM events`,
  `SELECT 'spark_json_at(spark_json("events"."doc"), ''$.a'')' a FROM events`,
])('nothing is shared by %s', async (statement) => {
  const sql = await rendered(statement)
  expect(sql).not.toBe('refused')
  expect(sql).not.toContain('"spark json 0"')
})
