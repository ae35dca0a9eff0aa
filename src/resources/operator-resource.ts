import type { OperatorResource } from '../manifest/generated/resource.ts'
import { registered } from './registered.ts'

/** A resource that an operator of the platform looks after. */
export const readOperatorResource = registered('resource', ['v1beta', 'v1alpha'], (document) => {
  const { resource } = document.value as OperatorResource
  return [{ types: ['operator'], name: resource.operator, place: document.place(['resource', 'operator']) }]
})
