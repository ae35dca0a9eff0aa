import type { ShapeValidator } from '../manifest/index.ts'
import * as validators from '../manifest/generated/validators.js'

/** A stack of DataOS that does not run here: what its input looks like, and what does its work instead. */
export type AbsentStack = { readonly validator?: ShapeValidator; readonly instead: string }

const readOnPlatform = 'run the manifest on the platform that it is written for'
const container = 'start the program yourself, and let a flare node read what it writes'

/** By name, without flavor and version. */
export const absentStacks: Readonly<Record<string, AbsentStack>> = {
  soda: { validator: validators.stackSoda, instead: 'write the checks as assertions of a flare job' },
  nilus: { validator: validators.stackNilus, instead: 'read files or tables with a flare job' },
  dbt: { validator: validators.stackDbt, instead: 'write the models as steps of a flare job' },
  container: { validator: validators.stackContainer, instead: container },
  alpha: { validator: validators.stackAlpha, instead: container },
  bento: { validator: validators.stackBento, instead: readOnPlatform },
  benthos: { validator: validators.stackBento, instead: readOnPlatform },
  'bento-worker': { validator: validators.stackBento, instead: readOnPlatform },
  beacon: { validator: validators.stackBeacon, instead: 'read datasets with millrace query' },
  flash: { validator: validators.stackFlash, instead: 'read datasets with millrace query' },
  lakesearch: { validator: validators.stackLakesearch, instead: readOnPlatform },
  talos: { validator: validators.stackTalos, instead: 'read datasets with millrace query' },
  python3: { validator: validators.stackPython3, instead: container },
  python: { validator: validators.stackPython3, instead: container },
  'dataos-ctl': {
    validator: validators.stackDataosCtl,
    instead: 'call millrace from a scheduler of your own',
  },
  'stream-monitor': { validator: validators.stackStreamMonitor, instead: readOnPlatform },
  fastfun: { validator: validators.stackFastfun, instead: readOnPlatform },
  'pulsar-function': { instead: readOnPlatform },
  dlthub: { instead: 'read files or tables with a flare job' },
  rclone: { instead: 'copy the files yourself, and read them with a flare job' },
  steampipe: { instead: readOnPlatform },
  cli: { instead: 'call millrace from a scheduler of your own' },
  pyflare: { instead: 'write the job as SQL steps of the flare stack' },
  toolbox: { instead: 'millrace table maintains tables' },
}
