import type { Amount, Price, Quantity } from '../../../../src-shared/domain/units.ts'
import type { FaultOptions } from '../faults.ts'
import type { TradingFault } from './trading-faults.ts'
import type { TradedSymbol } from './traded-symbol.ts'

export type OrderSide = 'BUY' | 'SELL'
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT'
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTX' | 'GTD' | 'GTE_GTC'
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'
type AlgoStatus = 'NEW' | 'TRIGGERING' | 'TRIGGERED' | 'FINISHED' | 'CANCELED' | 'EXPIRED' | 'REJECTED'
export type AlgoType = 'STOP' | 'STOP_MARKET' | 'TAKE_PROFIT' | 'TAKE_PROFIT_MARKET' | 'TRAILING_STOP_MARKET'
type WorkingType = 'MARK_PRICE' | 'CONTRACT_PRICE'

/** What the market is like on one symbol. Quantities are what the best levels hold; without them a level holds all that anybody wants. */
export interface MarketQuote {
  readonly mark: Price
  readonly last: Price
  readonly bid: Price
  readonly ask: Price
  readonly bidQuantity?: Quantity
  readonly askQuantity?: Quantity
  /** A trade that happened just now. */
  readonly printed?: Price
}

export interface Position {
  readonly side: PositionSide
  /** Signed; 0 when flat. */
  quantity: Quantity
  /** Σ price × quantity of what is open, signed as the quantity is. */
  cost: Amount
  isolatedWallet: Amount
  /** Realised since the beginning, before fees. */
  realized: Amount
  /** Fees paid less profit realised since the position was opened: what its price has to earn first. */
  burden: Amount
  updateTime: number
  isCalled: boolean
}

/** What an order asks for, after its parameters were understood. */
export interface PlainTerms {
  readonly clientOrderId: string
  readonly side: OrderSide
  readonly positionSide: PositionSide
  readonly type: 'LIMIT' | 'MARKET'
  readonly timeInForce: TimeInForce
  quantity: Quantity
  /** 0 for market orders. */
  price: Price
  readonly reduceOnly: boolean
  readonly closePosition: boolean
  readonly priceMatch: string
  readonly selfTrade: string
  readonly goodTillDate: number
}

export interface PlainOrder extends PlainTerms {
  readonly orderId: bigint
  readonly desk: SymbolDesk
  readonly createdAt: number
  status: OrderStatus
  executed: Quantity
  /** Σ price × quantity of its fills. */
  spent: Amount
  updatedAt: number
  expiryReason: number
  amendments: number
  modifyId: number
  /** The conditional order that it came from. */
  algo: AlgoOrder | null
  /** Queries do not see it before. */
  visibleFrom: number
}

export interface AlgoTerms {
  readonly clientAlgoId: string
  readonly type: AlgoType
  readonly side: OrderSide
  readonly positionSide: PositionSide
  readonly timeInForce: TimeInForce
  readonly quantity: Quantity
  readonly price: Price
  readonly triggerPrice: Price
  readonly workingType: WorkingType
  readonly priceMatch: string
  readonly selfTrade: string
  readonly closePosition: boolean
  readonly priceProtect: boolean
  readonly reduceOnly: boolean
  readonly goodTillDate: number
  /** Trailing only; 0 elsewhere. The rate in millionths of one percent × 100: 0.1 is 100,000. */
  readonly activatePrice: Price
  readonly callbackRate: number
}

export interface AlgoOrder extends AlgoTerms {
  readonly algoId: bigint
  readonly desk: SymbolDesk
  readonly createdAt: number
  status: AlgoStatus
  updatedAt: number
  triggeredAt: number
  actual: PlainOrder | null
  rejection: string
  isActivated: boolean
  /** True once there was a position that it closes. */
  isGuarding: boolean
  /** No order will come of it, though it was triggered. */
  isStuck: boolean
  /** The best price since activation, from which a trailing stop measures. */
  extreme: number
  visibleFrom: number
}

export interface UserTrade {
  readonly order: PlainOrder
  readonly id: number
  readonly price: Price
  readonly quantity: Quantity
  readonly notional: Amount
  readonly realized: Amount
  readonly fee: Amount
  readonly time: number
  readonly isMaker: boolean
}

export type IncomeType = 'REALIZED_PNL' | 'COMMISSION' | 'FUNDING_FEE' | 'INSURANCE_CLEAR' | 'TRANSFER'

export interface IncomeRow {
  readonly symbol: string
  readonly type: IncomeType
  readonly amount: Amount
  readonly asset: string
  readonly info: string
  readonly time: number
  readonly tranId: bigint
  readonly tradeId: string
}

export interface Amendment {
  readonly id: number
  readonly order: PlainOrder
  readonly time: number
  readonly before: { readonly price: Price; readonly quantity: Quantity }
  readonly after: { readonly price: Price; readonly quantity: Quantity }
  readonly count: number
  readonly modifyId: number
}

/** One symbol of the account. */
export interface SymbolDesk {
  rules: TradedSymbol
  /** As exchangeInfo says: orders are taken while it is 'TRADING'. */
  status: string
  quote: MarketQuote | null
  leverage: number
  marginType: 'CROSSED' | 'ISOLATED'
  readonly positions: Record<PositionSide, Position>
  /** Open ones, oldest first. */
  orders: PlainOrder[]
  algos: AlgoOrder[]
  /** Order ids of this symbol go on from here. Beyond 2^53 on some. */
  lastOrderId: bigint
  lastTradeId: number
  /** When the dead man's switch cancels; 0 when it is off. */
  countdownAt: number
  /** Until when a cancelled closePosition order of a direction and kind still stands in the way. */
  readonly blocked: Map<string, number>
}

export interface TradingSettings {
  readonly seed: number
  readonly deposit: Amount
  readonly asset: string
  readonly leverage: number
  readonly marginType: 'CROSSED' | 'ISOLATED'
  readonly dualSide: boolean
  /** Between the condition and the order in the engine. */
  readonly triggerMs: number
  /** How long a cancelled closePosition order still stands in the way of the next (-4130). */
  readonly closePositionLagMs: number
  /** How long after its placement a conditional order cannot be found. */
  readonly algoVisibleMs: number
  /** Acknowledgements carry avgPrice, cumQuote and cumBase, as they did before July 2026. */
  readonly oldAcknowledgements: boolean
}

export const TRADING_DEFAULTS: TradingSettings = {
  seed: 1, deposit: 10_000_00000000 as Amount, asset: 'USDT', leverage: 20, marginType: 'CROSSED', dualSide: false, triggerMs: 11, closePositionLagMs: 300, algoVisibleMs: 0, oldAcknowledgements: false,
}

/** One event of the user's stream. */
export interface UserEvent {
  readonly e: string
  readonly E: number
  readonly [field: string]: unknown
}

/** One account and all that was done on it. */
export interface TradingState {
  readonly settings: TradingSettings
  now: number
  readonly desks: Map<string, SymbolDesk>
  readonly wallets: Map<string, Amount>
  dualSide: boolean
  multiAssets: boolean
  /** Every order there ever was. */
  readonly orders: PlainOrder[]
  readonly algos: AlgoOrder[]
  /** Triggered ones whose order is not known to have ended. */
  followed: AlgoOrder[]
  readonly trades: UserTrade[]
  readonly income: IncomeRow[]
  readonly amendments: Amendment[]
  /** Earliest first: what happens by itself. */
  timers: Timer[]
  lastAlgoId: bigint
  lastTranId: bigint
  autocloses: number
  idsMade: number
  readonly emit: (event: UserEvent) => void
  /** Whether a fault is on. */
  readonly isOn: (fault: TradingFault) => boolean
  /** The same, for what it happens to now: it may be for some only, or so often and no more. */
  readonly happens: (fault: TradingFault) => FaultOptions | undefined
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

const newPosition = (side: PositionSide): Position => ({ side, quantity: 0 as Quantity, cost: 0 as Amount, isolatedWallet: 0 as Amount, realized: 0 as Amount, burden: 0 as Amount, updateTime: 0, isCalled: false })

/** Every second symbol has ids of nineteen digits, which no double can hold. */
const ID_BASES = [389_000_000_000n, 8_389_765_500_000_000_000n] as const

export const newDesk = (rules: TradedSymbol, index: number, { leverage, marginType }: TradingSettings): SymbolDesk => ({
  rules, status: 'TRADING', quote: null, leverage: Math.min(leverage, rules.version.marginTiers[0]?.leverageMax ?? leverage), marginType,
  positions: { BOTH: newPosition('BOTH'), LONG: newPosition('LONG'), SHORT: newPosition('SHORT') },
  orders: [], algos: [], lastOrderId: ID_BASES[index % 2] ?? 0n, lastTradeId: 1_000_000 * (index + 1), countdownAt: 0, blocked: new Map(),
})

/** Calls `run` once time has come to `at`; at equal times in the order of asking. */
export function schedule(state: TradingState, at: number, run: () => void): void {
  const index = state.timers.findIndex((timer) => timer.at > at)
  state.timers.splice(index < 0 ? state.timers.length : index, 0, { at, run })
}

/** The positions that there are in the account's mode. */
export const positionsOf = ({ dualSide }: TradingState, { positions }: SymbolDesk): readonly Position[] => (dualSide ? [positions.LONG, positions.SHORT] : [positions.BOTH])

export const walletOf = ({ wallets }: TradingState, asset: string): Amount => wallets.get(asset) ?? (0 as Amount)

export const isOpenOrder = ({ status }: PlainOrder): boolean => status === 'NEW' || status === 'PARTIALLY_FILLED'

/** The account's money changes, and says why. */
export function bookIncome(state: TradingState, desk: SymbolDesk | null, { type, amount, info = '', tradeId = '' }: { readonly type: IncomeType; readonly amount: Amount; readonly info?: string; readonly tradeId?: string }): void {
  if (amount === 0) return
  const asset = desk?.rules.asset ?? state.settings.asset
  state.wallets.set(asset, (walletOf(state, asset) + amount) as Amount)
  state.lastTranId++
  state.income.push({ symbol: desk?.rules.symbol ?? '', type, amount, asset, info, time: state.now, tranId: state.lastTranId, tradeId })
}
