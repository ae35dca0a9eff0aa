/** The name, lengthened until none of those that are taken equals it: columns differ in more than letter case. */
export const freeName = (wanted: string, taken: Iterable<string>): string => {
  const known = new Set([...taken].map((name) => name.toLowerCase()))
  let name = wanted
  while (known.has(name.toLowerCase())) name += '_'
  return name
}
