import { describe, expect, it } from 'vitest'
import { type PlanView, renderPlan } from '../../../src/cli/output/plan-text.ts'

const plan: PlanView = {
  changes: [
    { action: 'create', type: 'workflow', workspace: 'public', name: 'customer' },
    { action: 'update', type: 'policy', workspace: '', name: 'mask-email', detail: 'selector\nchanged' },
    { action: 'delete', type: 'depot', workspace: '', name: 'old' },
    { action: 'unchanged', type: 'depot', workspace: '', name: 'lake' },
    { action: 'unchanged', type: 'depot', workspace: '', name: 'land' },
  ],
  tasks: [
    { task: 'public/customer/ingest', decision: 'run', reason: 'its definition changed', dependsOn: [] },
    {
      task: 'public/customer/clean',
      decision: 'if-changed',
      reason: 'if ingest changes its input',
      dependsOn: ['public/customer/ingest'],
    },
    {
      task: 'public/product/load',
      decision: 'skip',
      reason: 'nothing that it depends on has changed',
      dependsOn: ['public/x/y'],
    },
  ],
}

describe('a plan as text', () => {
  it('lists changes, tasks with their reasons, and counts', () => {
    expect(renderPlan(plan, { colour: false })).toBe(`  + workflow  public/customer
  ~ policy    mask-email       selector changed
  - depot     old
  = 2 resources unchanged

Tasks, each after those that it depends on:
  ▶ run         public/customer/ingest  its definition changed
  ? if changed  public/customer/clean   if ingest changes its input  after public/customer/ingest
  = unchanged   public/product/load     nothing that it depends on has changed

Plan: 1 to create, 1 to change, 1 to delete; 1 task to run, 1 only if its inputs change, 1 unchanged.
`)
  })

  it('says in one line that there is nothing to do', () => {
    expect(renderPlan({ changes: [], tasks: [] }, { colour: false })).toBe('No changes. Nothing to run.\n')
    const settled = { changes: plan.changes.slice(3), tasks: plan.tasks.slice(2) }
    expect(renderPlan(settled, { colour: false }).split('\n').at(-2)).toBe('No changes. Nothing to run.')
  })

  it('is coloured only where asked to', () => {
    expect(renderPlan(plan, { colour: true })).toContain('\u001b[32m+\u001b[39m workflow')
    expect(renderPlan(plan, { colour: false })).not.toContain('\u001b')
  })
})
