// Generated from schemas/ by scripts/generate.ts. Do not edit.
import accepted from '../../../schemas/accepted.schema.json' with { type: 'json' }
import bundle from '../../../schemas/bundle.schema.json' with { type: 'json' }
import cluster from '../../../schemas/cluster.schema.json' with { type: 'json' }
import compute from '../../../schemas/compute.schema.json' with { type: 'json' }
import dashboard from '../../../schemas/dashboard.schema.json' with { type: 'json' }
import data from '../../../schemas/data.schema.json' with { type: 'json' }
import database from '../../../schemas/database.schema.json' with { type: 'json' }
import dataset from '../../../schemas/dataset.schema.json' with { type: 'json' }
import depot from '../../../schemas/depot.schema.json' with { type: 'json' }
import domain from '../../../schemas/domain.schema.json' with { type: 'json' }
import flareSteps from '../../../schemas/flare-steps.schema.json' with { type: 'json' }
import flare from '../../../schemas/flare.schema.json' with { type: 'json' }
import forecast from '../../../schemas/forecast.schema.json' with { type: 'json' }
import grant from '../../../schemas/grant.schema.json' with { type: 'json' }
import instanceSecret from '../../../schemas/instance-secret.schema.json' with { type: 'json' }
import lakehouse from '../../../schemas/lakehouse.schema.json' with { type: 'json' }
import lens from '../../../schemas/lens.schema.json' with { type: 'json' }
import mock from '../../../schemas/mock.schema.json' with { type: 'json' }
import monitor from '../../../schemas/monitor.schema.json' with { type: 'json' }
import pager from '../../../schemas/pager.schema.json' with { type: 'json' }
import policy from '../../../schemas/policy.schema.json' with { type: 'json' }
import project from '../../../schemas/project.schema.json' with { type: 'json' }
import resource from '../../../schemas/resource.schema.json' with { type: 'json' }
import scanner from '../../../schemas/scanner.schema.json' with { type: 'json' }
import secret from '../../../schemas/secret.schema.json' with { type: 'json' }
import service from '../../../schemas/service.schema.json' with { type: 'json' }
import shared from '../../../schemas/shared.schema.json' with { type: 'json' }
import stackAlpha from '../../../schemas/stack-alpha.schema.json' with { type: 'json' }
import stackBeacon from '../../../schemas/stack-beacon.schema.json' with { type: 'json' }
import stackBento from '../../../schemas/stack-bento.schema.json' with { type: 'json' }
import stackContainer from '../../../schemas/stack-container.schema.json' with { type: 'json' }
import stackDataosCtl from '../../../schemas/stack-dataos-ctl.schema.json' with { type: 'json' }
import stackDbt from '../../../schemas/stack-dbt.schema.json' with { type: 'json' }
import stackFastfun from '../../../schemas/stack-fastfun.schema.json' with { type: 'json' }
import stackFlash from '../../../schemas/stack-flash.schema.json' with { type: 'json' }
import stackLakesearch from '../../../schemas/stack-lakesearch.schema.json' with { type: 'json' }
import stackNilus from '../../../schemas/stack-nilus.schema.json' with { type: 'json' }
import stackPython3 from '../../../schemas/stack-python3.schema.json' with { type: 'json' }
import stackSoda from '../../../schemas/stack-soda.schema.json' with { type: 'json' }
import stackStreamMonitor from '../../../schemas/stack-stream-monitor.schema.json' with { type: 'json' }
import stackTalos from '../../../schemas/stack-talos.schema.json' with { type: 'json' }
import stack from '../../../schemas/stack.schema.json' with { type: 'json' }
import volume from '../../../schemas/volume.schema.json' with { type: 'json' }
import worker from '../../../schemas/worker.schema.json' with { type: 'json' }
import workflow from '../../../schemas/workflow.schema.json' with { type: 'json' }
import workspace from '../../../schemas/workspace.schema.json' with { type: 'json' }

export const schemas = {
  accepted,
  bundle,
  cluster,
  compute,
  dashboard,
  data,
  database,
  dataset,
  depot,
  domain,
  'flare-steps': flareSteps,
  flare,
  forecast,
  grant,
  'instance-secret': instanceSecret,
  lakehouse,
  lens,
  mock,
  monitor,
  pager,
  policy,
  project,
  resource,
  scanner,
  secret,
  service,
  shared,
  'stack-alpha': stackAlpha,
  'stack-beacon': stackBeacon,
  'stack-bento': stackBento,
  'stack-container': stackContainer,
  'stack-dataos-ctl': stackDataosCtl,
  'stack-dbt': stackDbt,
  'stack-fastfun': stackFastfun,
  'stack-flash': stackFlash,
  'stack-lakesearch': stackLakesearch,
  'stack-nilus': stackNilus,
  'stack-python3': stackPython3,
  'stack-soda': stackSoda,
  'stack-stream-monitor': stackStreamMonitor,
  'stack-talos': stackTalos,
  stack,
  volume,
  worker,
  workflow,
  workspace,
}
