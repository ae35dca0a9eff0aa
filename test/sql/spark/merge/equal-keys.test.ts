import { expect, test } from 'vitest'
import { detachedText } from '../../../../src/sql/index.ts'
import { equalKeys } from '../../../../src/sql/spark/merge/equal-keys.ts'

const keysOf = (on: string) =>
  equalKeys(detachedText(on)).map(({ column, value }) => `${column} = ${value.text}`)

test.each([
  ['old.id = new.id', ['id = new.id']],
  ['new.id == old.id', ['id = new.id']],
  ['(old.a = new.a) AND ((old.b = new.b AND new.c = old.c))', ['a = new.a', 'b = new.b', 'c = new.c']],
  [
    "old.country = 'IT' and old.`the id` = concat(new.a, new.b)",
    ["country = 'IT'", 'the id = concat(new.a, new.b)'],
  ],
  ['old.a = new.a AND old.at BETWEEN new.b AND new.c AND old.d = new.d', ['a = new.a', 'd = new.d']],
  ['old.a = new.a AND (old.b = new.b OR old.c = new.c)', ['a = new.a']],
  ['OLD.Id = NEW.Id', ['Id = NEW.Id']],
  ['old.a = new.old', ['a = new.old']],
  [
    'old.a = case when new.x and new.y then 1 else 2 end',
    ['a = case when new.x and new.y then 1 else 2 end'],
  ],
])('%s binds the stored columns of its equalities', (on, expected) => {
  expect(keysOf(on)).toEqual(expected)
})

test.each([
  'old.a = new.a OR old.b = new.b',
  'old.a = new.a OR new.flag',
  'new.flag OR new.b AND old.a = new.a',
  'old.a BETWEEN new.b AND new.c = old.d',
  'NOT (old.a = new.a)',
  'NOT old.a = new.a',
  'old.a <=> new.a',
  'old.a <> new.a',
  'old.a >= new.a',
  'old.a = new.a IS NULL',
  'old.a = new.a = new.b',
  'old.a + 1 = new.a',
  'old.s.a = new.a',
  'old.a = old.b',
  'old.a = new.a + old.b',
  'lower(old.a) = lower(new.a)',
  'old.a IN (new.a)',
  'a = new.a',
  'true',
  "old.a = 'open",
  '',
])('%s promises nothing about a stored column', (on) => {
  expect(keysOf(on)).toEqual([])
})
