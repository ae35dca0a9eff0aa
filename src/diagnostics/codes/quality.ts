export const qualityCodes = {} as const
