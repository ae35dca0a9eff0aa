// Generated from schemas/ by scripts/generate.ts. Do not edit.

/**
 * Parts that several resource types have in common.
 */
export interface Shared {}
