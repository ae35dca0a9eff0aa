/** One violation, as ajv reports it when verbose. */
export type ShapeError = {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  readonly schema?: unknown
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
  /** Set where a key is what is wrong. */
  readonly propertyName?: string
}

/** The violations that a person has to repair; those that only follow from one of them are left out. */
export const rootCauses = (
  errors: readonly ShapeError[],
  isMisspelt: (key: string, meant: string) => boolean,
): readonly ShapeError[] => {
  const plain = collapseChoices(errors).filter(({ keyword }) => keyword !== 'if' && keyword !== 'allOf')
  return withoutMisspelt(strongest(plain), isMisspelt)
}

/**
 * Each failed `anyOf` or `oneOf` stands for the errors of its branches. Where one branch was evidently meant, its
 * own errors say more than "none of these".
 */
const collapseChoices = (errors: readonly ShapeError[]): readonly ShapeError[] => {
  let kept: readonly ShapeError[] = []
  for (const error of errors) {
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      kept = [...kept, error]
      continue
    }
    const isOfBranch = (other: ShapeError) => belongsTo(other, error)
    const ofBranches = kept.filter(isOfBranch)
    kept = [...kept.filter((other) => !isOfBranch(other)), ...bestBranch(error, ofBranches)]
  }
  return kept
}

/** Errors of branches come before their choice; a branch behind a `$ref` has the path of its own schema. */
const belongsTo = (error: ShapeError, choice: ShapeError): boolean => {
  const owner = choice.schemaPath.slice(0, choice.schemaPath.lastIndexOf('/') + 1)
  const isSibling =
    error.schemaPath.startsWith(owner) && !error.schemaPath.startsWith(`${choice.schemaPath}/`)
  return isWithin(error.instancePath, choice.instancePath) && !isSibling
}

const bestBranch = (choice: ShapeError, errors: readonly ShapeError[]): readonly ShapeError[] => {
  const branches = [...Map.groupBy(errors, (error) => branchOf(error, choice)).values()]
  const isOtherType = ({ keyword, instancePath }: ShapeError) =>
    (keyword === 'type' || keyword === 'const') && instancePath === choice.instancePath
  const isDiscriminated = ({ keyword, instancePath }: ShapeError) =>
    keyword === 'const' && instancePath !== choice.instancePath
  const meant = branches.filter((branch) => !branch.some(isOtherType) && !branch.some(isDiscriminated))
  const [only] = meant
  if (meant.length === 1 && only !== undefined) return only
  if (branches.length > 0 && branches.every((branch) => branch.some(({ keyword }) => keyword === 'type')))
    if (meant.length === 0) return [withAllTypes(choice, errors)]
  const forms = Array.isArray(choice.schema) ? choice.schema.length : branches.length
  return [{ ...choice, params: { ...choice.params, forms } }]
}

const withAllTypes = (choice: ShapeError, errors: readonly ShapeError[]): ShapeError => {
  const types = errors.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type)
  return { ...choice, keyword: 'type', params: { type: [...new Set(types)] } }
}

const branchOf = (error: ShapeError, choice: ShapeError): string => {
  const inside = error.schemaPath.startsWith(`${choice.schemaPath}/`)
    ? error.schemaPath.slice(choice.schemaPath.length + 1)
    : undefined
  return inside?.split('/')[0] ?? error.schemaPath.split('/').slice(0, 3).join('/')
}

/** A value of the wrong type, or outside its list, needs no second finding at the same place or below. */
const strongest = (errors: readonly ShapeError[]): readonly ShapeError[] => {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  )
  const unlisted = new Set(
    errors
      .filter(({ keyword }) => keyword === 'enum' || keyword === 'const')
      .map(({ instancePath }) => instancePath),
  )
  const seen = new Set<string>()
  return errors.filter((error) => {
    const { keyword, instancePath, params } = error
    const isChoice = keyword === 'enum' || keyword === 'const'
    if (keyword !== 'type' && (mistyped.has(instancePath) || hasAncestor(instancePath, mistyped)))
      return false
    if (['pattern', 'format', 'minLength', 'maxLength'].includes(keyword) && unlisted.has(instancePath))
      return false
    // Two schemas of an allOf may say the same.
    const key = `${isChoice ? 'enum' : keyword} ${instancePath} ${JSON.stringify(isChoice ? '' : params)}`
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
}

/** A misspelt key is one mistake, not an unknown key and a missing one. */
const withoutMisspelt = (
  errors: readonly ShapeError[],
  isMisspelt: (key: string, meant: string) => boolean,
): readonly ShapeError[] => {
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties')
  return errors.filter(({ keyword, instancePath, params }) => {
    if (keyword !== 'required') return true
    const key = String(params.missingProperty)
    return !unknown.some(
      (other) =>
        other.instancePath === instancePath && isMisspelt(String(other.params.additionalProperty), key),
    )
  })
}

const hasAncestor = (path: string, paths: ReadonlySet<string>): boolean => {
  for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
    if (paths.has(path.slice(0, at))) return true
    if (at === 0) return false
  }
  return false
}

const isWithin = (path: string, parent: string): boolean => path === parent || path.startsWith(`${parent}/`)
