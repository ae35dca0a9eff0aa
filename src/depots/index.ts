// Where data lives: files below one root, whatever holds them. `storage.ts` is the contract, each kind of depot
// fills it in a file of its own (local.ts: this machine's disk). In: paths relative to the root; out: bytes and
// listings. To add one, write its file and export its `open…` here; test/conformance/storage.test.ts must pass.
export { datasetPath } from './dataset-path.ts'
export type { Depot } from './depot.ts'
export { openLocalStorage } from './local.ts'
export type { Storage, StoredFile, WriteFolder } from './storage.ts'
