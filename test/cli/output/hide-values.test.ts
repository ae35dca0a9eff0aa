import { expect, test } from 'vitest'
import { hideValues } from '../../../src/cli/output/hide-values.ts'

test('values that folders are named after are hidden, and names of files are not', () => {
  expect(hideValues('shop/t-1/data/c-1/email=a%40b.c/p=x y/0=1.parquet')).toBe(
    'shop/t-1/data/c-1/email=***/p=***/0=1.parquet',
  )
  expect(hideValues('no permission to write /w/email=mira@x.y/f.parquet')).toBe(
    'no permission to write /w/email=***/f.parquet',
  )
  expect(hideValues('shop/t/metadata/00001-a.metadata.json')).toBe('shop/t/metadata/00001-a.metadata.json')
})
