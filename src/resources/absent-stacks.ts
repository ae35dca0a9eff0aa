import type { ShapeValidator } from '../manifest/index.ts'
import * as validators from '../manifest/generated/validators.js'

/** A stack of DataOS that does not run here: what its input looks like, and what does its work instead. */
export type AbsentStack = {
  readonly validator?: ShapeValidator
  /** Name of its schema. */
  readonly schema?: string
  readonly instead: string
}

const readOnPlatform = 'run the manifest on the platform that it is written for'
const container = 'start the program yourself, and let a flare node read what it writes'

/** By name, without flavor and version. */
export const absentStacks: Readonly<Record<string, AbsentStack>> = {
  soda: {
    validator: validators.stackSoda,
    schema: 'stack-soda',
    instead: 'write the checks as assertions of a flare job',
  },
  nilus: {
    validator: validators.stackNilus,
    schema: 'stack-nilus',
    instead: 'read files or tables with a flare job',
  },
  dbt: {
    validator: validators.stackDbt,
    schema: 'stack-dbt',
    instead: 'write the models as steps of a flare job',
  },
  container: { validator: validators.stackContainer, schema: 'stack-container', instead: container },
  alpha: { validator: validators.stackAlpha, schema: 'stack-alpha', instead: container },
  bento: { validator: validators.stackBento, schema: 'stack-bento', instead: readOnPlatform },
  benthos: { validator: validators.stackBento, schema: 'stack-bento', instead: readOnPlatform },
  'bento-worker': { validator: validators.stackBento, schema: 'stack-bento', instead: readOnPlatform },
  beacon: {
    validator: validators.stackBeacon,
    schema: 'stack-beacon',
    instead: 'read datasets with millrace query',
  },
  flash: {
    validator: validators.stackFlash,
    schema: 'stack-flash',
    instead: 'read datasets with millrace query',
  },
  lakesearch: { validator: validators.stackLakesearch, schema: 'stack-lakesearch', instead: readOnPlatform },
  talos: {
    validator: validators.stackTalos,
    schema: 'stack-talos',
    instead: 'read datasets with millrace query',
  },
  python3: { validator: validators.stackPython3, schema: 'stack-python3', instead: container },
  python: { validator: validators.stackPython3, schema: 'stack-python3', instead: container },
  'dataos-ctl': {
    validator: validators.stackDataosCtl,
    schema: 'stack-dataos-ctl',
    instead: 'call millrace from a scheduler of your own',
  },
  'stream-monitor': {
    validator: validators.stackStreamMonitor,
    schema: 'stack-stream-monitor',
    instead: readOnPlatform,
  },
  fastfun: { validator: validators.stackFastfun, schema: 'stack-fastfun', instead: readOnPlatform },
  'pulsar-function': { instead: readOnPlatform },
  dlthub: { instead: 'read files or tables with a flare job' },
  rclone: { instead: 'copy the files yourself, and read them with a flare job' },
  steampipe: { instead: readOnPlatform },
  cli: { instead: 'call millrace from a scheduler of your own' },
  pyflare: { instead: 'write the job as SQL steps of the flare stack' },
  toolbox: { instead: 'millrace table maintains tables' },
}

/** For each stack whose input has a schema here, that schema. */
export const stackSchemas: Readonly<Record<string, string>> = {
  flare: 'flare',
  scanner: 'scanner',
  mock: 'mock',
  ...Object.fromEntries(
    Object.entries(absentStacks).flatMap(([name, { schema }]) =>
      schema === undefined ? [] : [[name, schema]],
    ),
  ),
}
