/** The branch that readers see. */
export const mainBranch = 'main'

/** Names that are safe in a shell, a URL and a metadata file of any engine. */
export const isBranchName = (name: string): boolean =>
  name.length <= 100 && /^[A-Za-z0-9_]+(?:[-./]*[A-Za-z0-9_]+)*$/.test(name)
