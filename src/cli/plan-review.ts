import { type Review, review, type Side } from '../review/index.ts'
import { readAccepted } from './read-accepted.ts'
import { plannedSides, type Registered } from './registered-side.ts'

/** What applying a project does to data and readers, by the same comparison as `millrace diff`. */
export const reviewPlan = async (
  side: Side,
  registered: Registered,
  scope: 'whole project' | 'named files',
  signal: AbortSignal,
): Promise<Review> => {
  const { before, after } = await plannedSides(side, registered, scope, signal)
  const { entries } = await readAccepted(side.project.settings.root, signal)
  const found = await review(before, after, { entries, today: new Date().toISOString().slice(0, 10) })
  // What is new or gone stands in the plan itself.
  const resources = found.resources.filter(
    ({ action, readers }) => action === 'changed' || readers.length > 0,
  )
  return { ...found, resources }
}
