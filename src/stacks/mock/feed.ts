import { unreachable } from '../../base/bug.ts'
import { accountFeed } from './account.ts'
import { campaignEventFeed } from './campaign-event.ts'
import type { Feed } from './csv.ts'
import { customerFeed } from './customer.ts'
import { lowestCustomerId } from './customer-kinds.ts'
import { dayNumber } from './dates.ts'
import type { MockJob } from './job.ts'
import { drawNames } from './names.ts'
import { productFeed } from './product.ts'
import { transactionFeed } from './transaction.ts'

/** The feed of a job. `firstId` is the id of the first customer, where the entity is customer. */
export const feedOf = async (
  job: Pick<MockJob, 'entity' | 'rows' | 'seed' | 'asOf' | 'options'>,
  firstId: number = lowestCustomerId,
): Promise<Feed> => {
  const { seed, rows, options } = job
  const asOfDay = dayNumber(job.asOf)
  const related = {
    seed,
    asOfDay,
    firstId: lowestCustomerId,
    customers: options.customers,
    personalShare: options.personalShare,
  }
  switch (job.entity) {
    case 'customer':
      return customerFeed({ ...options, seed, asOfDay, firstId, customers: rows }, await drawNames())
    case 'product':
      return productFeed({ seed, asOfDay, products: rows })
    case 'account':
      return accountFeed({ ...related, products: options.products, accounts: rows })
    case 'transaction':
      return transactionFeed({ ...related, accounts: options.accounts, transactions: rows })
    case 'campaign_event':
      return campaignEventFeed({ ...related, campaignEvents: rows })
    default:
      return unreachable(job.entity)
  }
}
