// One document comes in, a typed resource goes out, with everything that is wrong about it. It is read in three steps: its
// envelope, its shape (JSON Schema), its meaning.
import { nearest } from '../base/nearest.ts'
import { type Code, type Diagnostic, diagnose, hasErrors, type Staged } from '../diagnostics/index.ts'
import { type Attachment, checkShape, restInShape, type Document, type Loaded } from '../manifest/index.ts'
import { filledPart } from './filled-part.ts'
import { aroundHoles } from './holes.ts'
import { unwrapped } from './inner-document.ts'
import type { StackLookup } from './job.ts'
import { kinds, kindsByType, type Resource } from './kinds.ts'
import { untyped } from './untyped.ts'

/** What a document says, and the attachments that were asked for on the way. */
export type DocumentReading = {
  readonly staged: Staged<Resource | undefined>
  readonly lookups: readonly {
    readonly from: Document
    readonly reference: string
    readonly found: Attachment | undefined
  }[]
}

export const readDocument = (
  document: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): DocumentReading => {
  const lookups: DocumentReading['lookups'][number][] = []
  const recording: Loaded['attachment'] = (from, reference) => {
    const found = attachment(from, reference)
    lookups.push({ from, reference, found })
    return found
  }
  const { value, diagnostics } = readResource(document, recording, stacks)
  return { staged: { value, diagnostics: aroundHoles(diagnostics, document) }, lookups }
}
/** Types of DataOS that extend the platform itself. */
const refusedTypes = ['operator', 'dataplane']

const readResource = (
  written: Document,
  attachment: Loaded['attachment'],
  stacks: StackLookup,
): Staged<Resource | undefined> => {
  const refuse = (...diagnostics: readonly Diagnostic[]) => ({ value: undefined, diagnostics })
  const { type } = envelopeOf(written)
  if (typeof type !== 'string' || type.trim() === '')
    return refuse(
      ...untyped(
        written,
        envelopeOf(written),
        kinds.map((known) => known.type),
      ),
    )
  const place = () => written.place(['type'])
  if (refusedTypes.includes(type)) {
    const { name } = envelopeOf(written)
    return refuse(diagnose('MR1301', { type, name: typeof name === 'string' ? name : 'this' }, place()))
  }
  const kind = kindsByType.get(type)
  if (kind === undefined) {
    const unindented = unindentedSection(written)
    if (unindented !== undefined) return refuse(unindented)
    const near = nearest(type, [...kinds.map((known) => known.type), ...refusedTypes])
    return refuse(diagnose('MR1300', { type, near }, place()))
  }
  // Pages about secrets write the section as a list of one.
  const whole = type.endsWith('secret') ? unwrapped(written, type) : written
  // Who may read what must not hang on a key that somebody forgot to fill in.
  const filled = kind.type === 'policy' ? undefined : filledPart(kind.validator, whole, [], whole.value)
  const document = filled === undefined ? whole : { ...whole, value: filled.value }
  const section = checkSection(type, envelopeOf(document), document)
  if (section !== undefined) return refuse(section)
  const unknownKeys = isStrict(document, type) ? 'refused' : 'warned of'
  const shape = [
    ...(filled?.diagnostics ?? []),
    ...(filled?.isInShape === true
      ? []
      : checkShape(kind.validator, document, [], document.value, unknownKeys)),
  ]
  if (hasErrors(shape)) {
    const rest = restInShape(kind.validator, document.value)
    const meant =
      rest === undefined ? [] : kind.read({ ...document, value: rest }, attachment, stacks).diagnostics
    return { value: undefined, diagnostics: [...shape, ...besides(meant, shape)] }
  }
  const { value, diagnostics } = kind.read(document, attachment, stacks)
  return { value: value as Resource | undefined, diagnostics: [...shape, ...diagnostics] }
}

/** What is wrong with the rest of a manifest. What may only follow from a part that is cut out is not told. */
const besides = (meant: readonly Diagnostic[], shape: readonly Diagnostic[]): readonly Diagnostic[] => {
  const lines = new Set(shape.map(({ place }) => place?.line))
  return meant.filter(
    ({ code, place, severity }) =>
      severity === 'error' && aboutValues.has(code) && place !== undefined && !lines.has(place.line),
  )
}

/** Findings about one value, which is right or wrong whatever else the manifest says. */
const aboutValues: ReadonlySet<string> = new Set<Code>([
  'MR1304',
  'MR1308',
  'MR1317',
  'MR1319',
  'MR1325',
  'MR1326',
  'MR1328',
  'MR1329',
  'MR1310',
  'MR1311',
  'MR1312',
])

/** What runs here, or decides who reads what: a key that is not understood could change what happens. */
const isStrict = (document: Document, type: string): boolean => {
  if (type !== 'depot') return strictTypes.has(type)
  const section: unknown = envelopeOf(document)['depot']
  const kind: unknown = typeof section === 'object' && section !== null ? Reflect.get(section, 'type') : ''
  return ['FILE', 'LAKEHOUSE'].includes(String(kind).toUpperCase())
}

const strictTypes: ReadonlySet<string> = new Set(['workflow', 'policy', 'dataset', 'dashboard', 'forecast'])

type Manifest = Readonly<Record<string, unknown>>

export const envelopeOf = ({ value }: Document): Manifest =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Manifest) : {}

/** The section of a product is named after its version, and a workspace may have nothing to say. */
const withoutSection: ReadonlySet<string> = new Set(['data', 'domain', 'workspace'])

/** A missing section is usually a misspelt or unindented one, which the schema would only call missing. */
const checkSection = (type: string, manifest: Manifest, document: Document): Diagnostic | undefined => {
  if (withoutSection.has(type) || (manifest[type] !== undefined && manifest[type] !== null)) return undefined
  const others = Object.keys(manifest).filter((key) => !envelopeKeys.has(key))
  if (type in manifest) {
    const place = document.place([type], 'key')
    return diagnose('MR1303', { section: type, keys: others.filter((key) => key !== type) }, place)
  }
  const found = nearest(type, others) ?? others.find((key) => kinds.some((known) => known.type === key))
  const place = found === undefined ? document.place(['type']) : document.place([found], 'key')
  return diagnose('MR1302', { type, section: type, found }, place)
}

/** Where the keys of a section are not indented, its own `type` comes to stand in the place of the resource's. */
const unindentedSection = (document: Document): Diagnostic | undefined => {
  const manifest = envelopeOf(document)
  const section = kinds.find(({ type }) => manifest[type] === null)?.type
  if (section === undefined) return undefined
  const all = Object.keys(manifest)
  const keys = ['type', ...all.slice(all.indexOf(section) + 1)]
  return diagnose('MR1303', { section, keys }, document.place([section], 'key'))
}

const envelopeKeys = new Set(
  `
  name version type tags description owner layer workspace title runAsUser entity purpose
  collaborators refs generation uid stamp created status runtime
`
    .trim()
    .split(/\s+/),
)
