import type { Worker } from '../manifest/generated/worker.ts'
import { registered } from './registered.ts'
import { inspectRunnable } from './runnable.ts'

/** A program that keeps running and has no ports. */
export const readWorker = registered('worker', ['v1beta'], (document, report) =>
  inspectRunnable({ document, path: ['worker'], report }, (document.value as Worker).worker),
)
