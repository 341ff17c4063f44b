import { mustBe, type Guard } from '../verdict.ts'

/** Books that were not compared with the venue in this session may miss a position. */
export const notReconciled: Guard = ({ reconciled }) => mustBe('not-reconciled', reconciled, 'reconciled')
