export const loadCodes = {} as const
