/** True where a dataset is called by its address, by `depot.collection.dataset`, or by the last part alone. */
export const isCalled = (address: string, name: string): boolean =>
  address === name ||
  address.replace(/^dataos:\/\//, '').replaceAll(/[:/]/g, '.') === name ||
  address.endsWith(`/${name}`)
