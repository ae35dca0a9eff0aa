export const shapeCodes = {} as const
