export const linkCodes = {} as const
