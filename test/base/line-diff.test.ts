import { expect, test } from 'vitest'
import { unifiedDiff } from '../../src/base/line-diff.ts'

const numbered = (...lines: readonly (string | number)[]) => lines.map((line) => `${line}\n`).join('')

test('equal texts have no diff', () => {
  expect(unifiedDiff('a', 'x\n', 'x\n')).toBe('')
})

test('a change is shown with three lines around it, and distant changes apart', () => {
  const before = numbered(...Array.from({ length: 20 }, (_, i) => i + 1))
  const after = before.replace('2\n', 'two\n').replace('19\n', '')
  expect(unifiedDiff('a.yaml', before, after)).toBe(`--- a.yaml
+++ a.yaml
@@ -1,5 +1,5 @@
 1
-2
+two
 3
 4
 5
@@ -16,5 +16,4 @@
 16
 17
 18
-19
 20
`)
})

test('a missing line break at the end is said', () => {
  expect(unifiedDiff('a', 'x', 'x\n')).toBe(
    '--- a\n+++ a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n',
  )
})

test('what a secret holds is not shown beside a change', () => {
  const text = (order: string) => `secret:\n${order}  data:\n    user: hunter2\n`
  const diff = unifiedDiff('a', text('  acl: r\n'), text('  acl: rw\n'))
  expect(diff).toContain('+  acl: rw')
  expect(diff).toContain('     user: *******')
  expect(diff).not.toContain('hunter2')
})
