import type { Opening } from '../../src-main/storage/database-kind.ts'
import { ACCOUNT } from './storage-samples.ts'

export const openingIn = (folder: string, more: Partial<Opening> = {}): Opening => ({ folder, accountId: ACCOUNT, program: '0.1.0', ...more })
