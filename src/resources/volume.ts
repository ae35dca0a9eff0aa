import type { Volume } from '../manifest/generated/volume.ts'
import { checkAmount, checkWord } from './plain-values.ts'
import { registered } from './registered.ts'

/** Room on disk that jobs mount. */
export const readVolume = registered('volume', ['v1beta'], (document, report) => {
  const { volume } = document.value as Volume
  const at = (key: string) => ({ document, path: ['volume', key], report })
  checkAmount(at('size'), volume.size, 'the size')
  checkWord(at('accessMode'), volume.accessMode, {
    what: 'the access mode',
    values: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
  })
  checkWord(at('type'), volume.type, {
    what: 'the type of the volume',
    values: ['temp', 'persistent', 'CloudTemp', 'CloudPersistent'],
  })
  return []
})
