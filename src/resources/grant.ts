import { registered } from './registered.ts'

/** A use case of a policy given to somebody. Here rights come from policies and the users of the project file. */
export const readGrant = registered('grant', ['v1alpha'])
