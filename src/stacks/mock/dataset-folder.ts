import { type DatasetAddress, printAddress } from '../../address.ts'
import { type Depot, datasetPath, type Storage } from '../../depots/index.ts'
import { failure, type Place } from '../../diagnostics/index.ts'

/** A dataset of a file depot: its storage, and the dataset's path below the root. */
export type DatasetFolder = {
  readonly address: DatasetAddress
  readonly storage: Storage
  readonly path: string
  /** The dataset is one file (`…/customers.csv`), not a folder. */
  readonly isFile: boolean
}

/** Where the files of a dataset lie. Throws MR3264 for a depot that holds no files. */
export const datasetFolder = (address: DatasetAddress, depot: Depot, place?: Place): DatasetFolder => {
  if (depot.kind === 'lakehouse')
    throw failure('MR3264', { address: printAddress(address), depot: depot.name }, { place })
  return {
    address,
    storage: depot.storage,
    path: datasetPath(address),
    isFile: /\.csv$/i.test(address.dataset),
  }
}
