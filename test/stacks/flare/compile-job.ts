import { readTexts } from '../../resources/reading.ts'

const indent = (text: string, by: number) => text.trim().replaceAll(/^/gm, ' '.repeat(by))

/** The job of a single node whose stackSpec is `payload`, and what is wrong with it. */
export const compile = async (
  payload: string,
  files: Readonly<Record<string, string>> = {},
  key: 'stackSpec' | 'flare' = 'stackSpec',
) => {
  const manifest = `name: orders
version: v1
type: workflow
workflow:
  dag:
    - name: load
      spec:
        stack: flare:3.0
        ${key}:
${indent(payload, 10)}
`
  const { resources, diagnostics } = await readTexts({ 'orders.yaml': manifest }, files)
  const [workflow] = resources
  const job = workflow?.type === 'workflow' ? workflow.nodes[0]?.job : undefined
  return { job: job?.kind === 'flare' ? job : undefined, diagnostics }
}
