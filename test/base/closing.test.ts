import { expect, test } from 'vitest'
import { closing } from '../../src/base/closing.ts'

const thing = (name: string, closed: string[]) => ({
  name,
  [Symbol.asyncDispose]: async () => void closed.push(name),
})

test('things are closed last first, also where one of them fails, and the first failure is told', async () => {
  const closed: string[] = []
  const work = async () => {
    await using stack = closing()
    stack.use(thing('a', closed))
    stack.defer(() => {
      throw new Error('b cannot be closed')
    })
    expect(stack.use(thing('c', closed)).name).toBe('c')
  }
  await expect(work()).rejects.toThrow('b cannot be closed')
  expect(closed).toEqual(['c', 'a'])
})

test('what was handed on is closed by whom it was handed to', async () => {
  const closed: string[] = []
  const made = async () => {
    await using stack = closing()
    stack.use(thing('a', closed))
    return stack.move()
  }
  const moved = await made()
  expect(closed).toEqual([])
  await moved[Symbol.asyncDispose]()
  expect(closed).toEqual(['a'])
})
