import { openDatabase } from '../../src/state/database.ts'
import { leaseCases } from './lease-cases.ts'

leaseCases(() => openDatabase(':memory:'))
