import { offerTrino } from './services/engines/trino-server.ts'

/** Runs once before all test projects. What it offers to them ends after the last. */
export default async function setup(): Promise<() => Promise<void>> {
  process.env['TZ'] = 'UTC'
  const trino = await offerTrino()
  return async () => {
    await trino[Symbol.asyncDispose]()
  }
}
