import type { Service } from '../manifest/generated/service.ts'
import { registered } from './registered.ts'
import { inspectRunnable } from './runnable.ts'

/** A program that keeps running and answers on ports. */
export const readService = registered('service', ['v1', 'v1beta1'], (document, report) =>
  inspectRunnable({ document, path: ['service'], report }, (document.value as Service).service),
)
