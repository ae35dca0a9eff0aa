import { evaluateXPath } from './evaluate-xpath.ts'
import { NotXml, parseXml } from './parse-xml.ts'
import { parseXPath, type XPath } from './parse-xpath.ts'
import { toBoolean, toNumber, toText } from './xpath-values.ts'

/*
 * The functions xpath… of Spark, which are those of javax.xml.xpath over a document without namespaces. Each takes a
 * text of XML and a path, and throws where the text is not XML.
 */

/** The text of attributes, texts, comments and instructions; an element has none. */
export const xpathNodes = ([xml = '', path = '']: readonly string[]): readonly (string | null)[] => {
  const { value } = evaluated(xml, path)
  if (typeof value !== 'object') throw new Error('xpath of a path that gives no nodes')
  return value.map(({ kind, piece }) => (kind === 'root' || kind === 'element' ? null : piece))
}

export const xpathText = ([xml = '', path = '']: readonly string[]): string => {
  const { document, value } = evaluated(xml, path)
  return toText(document, value)
}

export const xpathNumber = ([xml = '', path = '']: readonly string[]): number => {
  const { document, value } = evaluated(xml, path)
  return toNumber(document, value)
}

export const xpathBoolean = ([xml = '', path = '']: readonly string[]): boolean =>
  toBoolean(evaluated(xml, path).value)

const evaluated = (xml: string, path: string): ReturnType<typeof evaluateXPath> =>
  evaluateXPath(pathOf(path), documentOf(xml))

const documentOf = (xml: string): ReturnType<typeof parseXml> => {
  try {
    return parseXml(xml)
  } catch (error) {
    if (!(error instanceof NotXml)) throw error
    throw new Error(`xpath of a text that is not XML: ${error.message}`, { cause: error })
  }
}

const paths = new Map<string, XPath>()

/** A statement has few paths, and many documents. */
const pathOf = (text: string): XPath => {
  const known = paths.get(text)
  if (known !== undefined) return known
  const path = parseXPath(text)
  if (paths.size > 100) paths.clear()
  paths.set(text, path)
  return path
}
