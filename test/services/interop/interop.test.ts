import { afterAll, beforeAll, test } from 'vitest'
import { describeWith } from '../engines/installed.ts'
import { changedHere } from './changed-here.ts'
import { changedByOthers } from './changed-by-others.ts'
import { changedBySpark } from './changed-by-spark.ts'
import { deletesKept } from './deletes-kept.ts'
import { evolved } from './evolved.ts'
import { type Engines, startEngines, tell } from './story.ts'
import { writtenHere } from './written-here.ts'
import { writtenThere } from './written-there.ts'

const chapters = {
  'written here': writtenHere,
  'written there': writtenThere,
  'changed here': changedHere,
  'changed by Spark': changedBySpark,
  'changed by others': changedByOthers,
  'deletes kept': deletesKept,
  evolved,
}

describeWith(['Spark', 'Trino', 'PyIceberg'], 'every engine reads the same', () => {
  let engines: Engines
  beforeAll(async () => {
    engines = await startEngines()
  })
  afterAll(async () => engines[Symbol.asyncDispose]())

  for (const [chapter, stories] of Object.entries(chapters))
    for (const story of stories)
      test(`${chapter}: ${story.table}`, { fails: story.pending !== undefined }, async () =>
        tell(engines, story),
      )
})
