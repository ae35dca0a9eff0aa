/** A document as YAML with a final line end. 64-bit integers are exact; texts that a YAML 1.1 reader would take for a date or a boolean are quoted. */
export const yamlText = async (value: unknown): Promise<string> => {
  // Most commands never print YAML, and the library costs 35 ms.
  const { stringify } = await import('yaml')
  return stringify(value, { lineWidth: 110, compat: 'yaml-1.1', aliasDuplicateObjects: false })
}
