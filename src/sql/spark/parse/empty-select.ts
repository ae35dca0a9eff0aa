export const emptySelect = {
  kind: 'select',
  distinct: false,
  lateralViews: [],
  where: undefined,
  groupBy: [],
  groupByAll: false,
  having: undefined,
  windows: [],
  spreadBy: [],
} as const
