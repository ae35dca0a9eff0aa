import type { Document } from '../../../src/manifest/document.ts'
import type { NodeSource } from '../../../src/stacks/stack.ts'

/** A node with this payload. Its places say the path instead of a line: column is the depth. */
export const nodeSource = (payload: unknown): NodeSource => {
  const document: Document = {
    file: 'feed.yaml',
    absoluteFile: '/feed.yaml',
    index: 0,
    holes: [],
    value: payload,
    place: (path) => ({ file: `feed.yaml#${path.join('.')}`, line: 1, column: path.length + 1 }),
    text: () => undefined,
    isFilled: () => false,
  }
  return { workflow: 'feed', node: 'n', document, path: ['stackSpec'], payload, attachment: () => undefined }
}
