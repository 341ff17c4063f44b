import { isoTime } from '../base/system-calendar.ts'
import { EXIT, type Command, type Terminal, type Values } from './command.ts'
import { surveyAccount, type AccountSurvey } from './account-survey.ts'
import { bytesText } from './bytes-text.ts'
import { DEMO_ACCOUNT, existingOpening } from './existing-account.ts'
import { reasonText } from './reason-text.ts'
import { accountOption } from './recorded-account.ts'

export const statusCommand: Command = {
  name: 'status',
  summary: 'tells from the files alone how an account stands, also while it trades',
  help: `haetae status [options]
  --account ID          default ${DEMO_ACCOUNT}
  --json                all of it as one JSON object

What is held, what rests at the venue and what it earned, as the journal tells it. The venue is not asked.

  haetae status
  haetae status --account sim:replay:1 --json`,
  options: { account: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [],
  run: runStatus,
}

async function runStatus(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const survey = await surveyAccount(existingOpening(terminal, accountOption(values, DEMO_ACCOUNT)))
  if (values['json'] === true) terminal.out(JSON.stringify(survey))
  else for (const line of [...accountLines(survey), ...moneyLines(survey), ...fileLines(survey)]) terminal.out(line)
  return EXIT.done
}

function holderText(holder: AccountSurvey['holder']): string {
  if (holder === null) return 'not in use'
  return holder === 'unknown' ? 'in use' : `in use by ${holder.purpose}, process ${holder.pid}, since ${isoTime(holder.startedAt)}`
}

function accountLines({ accountId, folder, holder, books }: AccountSurvey): readonly string[] {
  const inUse = holderText(holder)
  if (!books) return [`${accountId}: ${inUse}`, `folder:     ${folder}`, 'nothing was journalled here yet']
  const latches = books.latches.map(({ latch, reason, setAt }) => `${latch} (${reasonText(reason)}, ${setAt})`)
  return [
    `${accountId}: ${inUse}`,
    `folder:     ${folder}`,
    `last entry: ${books.lastChangeAt ?? 'none'} (${books.mode || 'no session yet'}), ${books.sequence} in the journal`,
    `trading:    ${books.trading ? 'on' : 'off'}`,
    `latches:    ${latches.join('; ') || 'none'}`,
  ]
}

type Books = NonNullable<AccountSurvey['books']>

function moneyLines({ books }: AccountSurvey): readonly string[] {
  if (!books) return []
  const { asset, wallet, tradeCount, realized, fees, funding, positions, orders } = books
  return [
    `wallet:     ${wallet} ${asset}`,
    `trades:     ${tradeCount}; realized ${realized}, fees ${fees}, funding ${funding} ${asset}`,
    `positions:  ${positions.length || 'none'}`,
    ...positions.map(positionLine),
    `orders:     ${orders.length || 'none'} live`,
    ...orders.map(orderLine),
  ]
}

function positionLine({ instrument, side, quantity, entryId, stop, exitReason }: Books['positions'][number]): string {
  const protection = stop ? `stop ${stop.orderId} at ${stop.triggerPrice} ${stop.state}` : 'NO STOP'
  return `  ${instrument} ${side} ${quantity}, entry ${entryId}, ${protection}${exitReason ? `, on its way out: ${exitReason}` : ''}`
}

function orderLine({ orderId, purpose, side, type, quantity, triggerPrice, state }: Books['orders'][number]): string {
  return `  ${[orderId, purpose, side, type, quantity ?? 'all', triggerPrice && `at ${triggerPrice}`, state].filter(Boolean).join(' ')}`
}

function fileLines({ files, copies, freeBytes, unadopted }: AccountSurvey): readonly string[] {
  const waiting = 'holds changes that the journal could not take; the next start adopts them, and they are not counted here'
  return [
    `files:      ${files.map(({ name, bytes }) => `${name} ${bytesText(bytes)}`).join(', ') || 'none'}`,
    `copies:     ${copies.length || 'none'}${copies.length > 0 ? `, newest ${copies.at(-1)!.name}` : ''}`,
    `free disk:  ${bytesText(freeBytes)}`,
    ...(unadopted ? [`note:       ${unadopted.name} (${bytesText(unadopted.bytes)}) ${waiting}`] : []),
  ]
}
