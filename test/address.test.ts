import { expect, it } from 'vitest'
import { parseWrittenAddress } from '../src/address.ts'

const read = (text: string) => {
  const parsed = parseWrittenAddress(text)
  return parsed.kind === 'address' ? 'fine' : [parsed.reason, parsed.nearest]
}

it('an address with a character that none has is told by it, with the nearest one', () => {
  expect(read('dataos://lake:a b/clients ?acl=rw')).toEqual([
    'the blank at character 26 cannot be part of it',
    'dataos://lake:a b/clients?acl=rw',
  ])
  expect(read(`dataos://lake:shop/\${NAME}`)).toEqual([
    'the $ at character 20 cannot be part of it',
    'dataos://lake:shop/NAME',
  ])
  expect(read('dataos://lake:retail/city}')).toEqual([
    'the } at character 26 cannot be part of it',
    'dataos://lake:retail/city',
  ])
  expect(read('dataos://lake:shop\\orders')).toEqual([
    'the \\ at character 19 cannot be part of it',
    'dataos://lake:shop/orders',
  ])
  expect(read('dataos://lake:shop/or\u200Bders')).toEqual([
    'the character U+200B at character 22 cannot be part of it',
    'dataos://lake:shop/orders',
  ])
})

it('what real addresses hold is let be', () => {
  for (const text of [
    'dataos://lake',
    'dataos://lake:TPCH_SF10/ORDERS?acl=r',
    'dataos://files:none/Sales 2024/first quarter.csv',
    'dataos://files:landed here/orders',
    'dataos://lake:a.b-c/d$snapshots',
    'dataos://lake:été/größe',
    'dataos://lake:coll/**',
    'dataos://kafka:default/t?acl=rw&batch_size=10',
  ])
    expect(read(text), text).toBe('fine')
})
