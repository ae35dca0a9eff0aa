import { code } from '../code.ts'

export const runCodes = {
  MR3001: code<{ message: string }>({
    title: 'the engine refused a statement',
    severity: 'error',
    message: (p) => p.message,
  }),
  MR3002: code<{ path: string }>({
    title: 'no space left',
    severity: 'error',
    message: (p) => `no space left on the disk that holds ${p.path}`,
    hint: () => 'free some space and apply again; nothing of this task was published',
  }),
  MR3003: code<{ path: string; action: 'read' | 'write' }>({
    title: 'permission denied',
    severity: 'error',
    message: (p) => `no permission to ${p.action} ${p.path}`,
    hint: (p) => `check the owner and mode of ${p.path}`,
  }),
  MR3004: code<{ path: string }>({
    title: 'file not found',
    severity: 'error',
    message: (p) => `${p.path} does not exist`,
  }),
  MR3005: code<{ path: string }>({
    title: 'not a project database',
    severity: 'error',
    message: (p) => `${p.path} is damaged or not a SQLite database`,
    hint: () => 'restore it from a backup; the tables themselves are still in the warehouse folder',
  }),
  MR3006: code<{ path: string }>({
    title: 'the project database is locked',
    severity: 'error',
    message: (p) => `${p.path} is locked by another process`,
    hint: () => 'wait for the other command to finish, then try again',
  }),
  MR3007: code<{ path: string; found: number; known: number }>({
    title: 'the project database is newer',
    severity: 'error',
    message: (p) => `${p.path} has schema version ${p.found}; this release knows versions up to ${p.known}`,
    hint: () => 'use the newer release of millrace that wrote it',
  }),
} as const
