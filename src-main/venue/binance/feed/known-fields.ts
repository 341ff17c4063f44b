/** The names that the venue's messages had when this was written. Another one is read past, but somebody has to look at it. */
const names = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** By the frame's `e`. All of them may say which business they belong to (st) and of which pair they are (ps). */
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
