import { registered } from './registered.ts'

/** A field of business that products belong to. */
export const readDomain = registered('domain', ['v1alpha', 'v1beta', 'v1'])
