/** The names that the venue's messages had when this was written. Another one is read past, but somebody has to look at it. */
const names = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Of frames, by `e`. All of them may say which business they belong to (st) and of which pair they are (ps). */
export const FRAME_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['kline', names('e E s k st ps')],
  ['markPriceUpdate', names('e E s p ap i P r T st ps')],
  ['bookTicker', names('e u E T s ps b B a A st')],
  ['aggTrade', names('e E s a p q nq f l T m st ps')],
  ['trade', names('e E s t p q X T m st ps')],
  ['depthUpdate', names('e E T s U u pu b a st ps')],
  ['contractInfo', names('e E s ps ct dt ot cs bks st')],
])

export const KLINE_FIELDS: ReadonlySet<string> = names('t T s i f L o c h l v n x q V Q B')

/** Of answers, or of each row of one that is a list. */
const ANSWER_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['/fapi/v1/time', names('serverTime')],
  ['/fapi/v1/depth', names('lastUpdateId E T bids asks')],
  ['/fapi/v1/fundingRate', names('symbol fundingRate fundingTime markPrice rateType')],
  ['/fapi/v1/fundingInfo', names('symbol adjustedFundingRateCap adjustedFundingRateFloor fundingIntervalHours disclaimer updateTime')],
  ['/fapi/v1/premiumIndex', names('symbol markPrice indexPrice estimatedSettlePrice lastFundingRate interestRate nextFundingTime time')],
  ['/fapi/v1/openInterest', names('openInterest symbol time')],
  ['/fapi/v1/ticker/bookTicker', names('symbol bidPrice bidQty askPrice askQty time lastUpdateId')],
  ['/fapi/v1/exchangeInfo', names('timezone serverTime futuresType rateLimits exchangeFilters assets symbols')],
])

const SYMBOL_FIELDS: ReadonlySet<string> = names(
  'symbol pair contractType deliveryDate onboardDate status maintMarginPercent requiredMarginPercent baseAsset quoteAsset marginAsset pricePrecision quantityPrecision baseAssetPrecision quotePrecision ' +
    'underlyingType underlyingSubType settlePlan triggerProtect liquidationFee marketTakeBound maxMoveOrderLimit filters orderTypes timeInForce permissionSets',
)

const FILTER_FIELDS: ReadonlyMap<unknown, ReadonlySet<string>> = new Map([
  ['PRICE_FILTER', names('filterType minPrice maxPrice tickSize')],
  ['LOT_SIZE', names('filterType minQty maxQty stepSize')],
  ['MARKET_LOT_SIZE', names('filterType minQty maxQty stepSize')],
  ['MAX_NUM_ORDERS', names('filterType limit')],
  ['MAX_NUM_ALGO_ORDERS', names('filterType limit')],
  ['MIN_NOTIONAL', names('filterType notional')],
  ['PERCENT_PRICE', names('filterType multiplierUp multiplierDown multiplierDecimal')],
  ['POSITION_RISK_CONTROL', names('filterType positionControlSide')],
])

/** The first name that is not in the list, where there is one. */
export function strangeField(fields: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): string | undefined {
  for (const name in fields) if (!known.has(name)) return name
  return undefined
}

/** The first name in an answer that is not known, as 'symbols.newField'; what has no names is for its reader to judge. */
export function strangeInAnswer(path: string, body: unknown): string | undefined {
  const known = ANSWER_FIELDS.get(path)
  if (!known) return undefined
  const strange = firstOf(rowsOf(body), (row) => strangeField(row, known))
  return strange ?? (path === '/fapi/v1/exchangeInfo' ? strangeInSymbols(rowsOf(body)[0]?.['symbols']) : undefined)
}

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isRow)

function firstOf(rows: readonly Row[], strangeOf: (row: Row) => string | undefined): string | undefined {
  for (const row of rows) {
    const strange = strangeOf(row)
    if (strange !== undefined) return strange
  }
  return undefined
}

/** Of perpetuals: the rest is none of ours. */
function strangeInSymbols(symbols: unknown): string | undefined {
  return firstOf(rowsOf(symbols).filter(({ contractType }) => contractType === 'PERPETUAL'), (row) => {
    const strange = strangeField(row, SYMBOL_FIELDS)
    return strange === undefined ? firstOf(rowsOf(row['filters']), strangeInFilter) : `symbols.${strange}`
  })
}

function strangeInFilter(filter: Row): string | undefined {
  const known = FILTER_FIELDS.get(filter['filterType'])
  if (!known) return `filters.${String(filter['filterType'])}`
  const strange = strangeField(filter, known)
  return strange === undefined ? undefined : `filters.${String(filter['filterType'])}.${strange}`
}
