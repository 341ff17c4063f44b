/** What a reader of a back-test should know before believing it, by code. */
export const caveats = {
  'told.report-in-sample': ['The models were fitted on data up to {until}, so they had seen all of this span. It says nothing about what comes.', '모델은 {until}까지의 데이터로 학습했으므로 이 기간을 모두 본 상태입니다. 앞으로에 대해 알려 주는 것이 없습니다.'],
  'told.report-partly-in-sample': ['The models were fitted on data up to {until}. What happened from {from} until then they had seen; only the days after it count, and came to {percent}%.', '모델은 {until}까지의 데이터로 학습했습니다. {from}부터 그때까지는 이미 본 기간이므로 그 뒤의 날만 의미가 있고, 그 순수익률은 {percent}%입니다.'],
  'told.report-latched': ['Entries ended on {day}, {days} days before the end: {latch}. The days after it are empty, not calm.', '진입이 {day}에 멈췄습니다. 끝나기 {days}일 전이며 사유는 {latch}입니다. 그 뒤의 날은 평온한 것이 아니라 비어 있습니다.'],
  'told.report-no-trades': ['There was not a single trade, so there is no result. The funnel shows where the decisions were lost.', '거래가 한 건도 없어 결과가 없습니다. 결정이 어디서 사라졌는지는 단계별 표에 있습니다.'],
  'told.report-few-trades': ['Only {trades} trades. So few can come out like this by luck, good or bad.', '거래가 {trades}건뿐입니다. 이 정도는 운으로도 나올 수 있습니다.'],
  'told.report-few-days': ['Only {days} days: too few to say how far chance reaches.', '{days}일뿐이라 우연의 범위를 말할 수 없습니다.'],
  'told.report-may-be-chance': ['The interval of the Sharpe ratio, {low} to {high}, contains 0: this may be chance.', '샤프 비율의 구간 {low} ~ {high}에 0이 들어 있습니다. 우연일 수 있습니다.'],
  'told.report-one-trade': ['One trade carries the result. Without {instrument} of {day} the net is {net} {asset}.', '거래 한 건이 결과를 만들었습니다. {day}의 {instrument} 거래가 없으면 순손익은 {net} {asset}입니다.'],
  'told.report-one-month': ['One month carries the result. Without {month} the net is {percent}%.', '한 달이 결과를 만들었습니다. {month} 없이는 순수익률이 {percent}%입니다.'],
  'told.report-costs': ['If slippage and fees were {percent}% higher, the net would be {net} {asset}.', '슬리피지와 수수료가 {percent}% 높았다면 순손익은 {net} {asset}입니다.'],
  'told.report-open': ['Positions still open at the end: {positions}. The net counts them at their last price; the trades do not have them.', '끝날 때 열려 있던 포지션: {positions}. 순손익에는 마지막 가격으로 들어 있고 거래 목록에는 없습니다.'],
  'told.report-warm-up': ['Nothing could be decided before {day}, the first {days} days: the features needed so many candles. These days count as days without any return.', '{day} 이전의 {days}일 동안은 지표를 쌓느라 결정할 수 없었습니다. 그 날들도 수익 없는 날로 계산됩니다.'],
  'told.report-funding-assumed': ['There is no archived funding of {instruments}; 0.01% per settlement was assumed. Import the real rates.', '펀딩 기록이 없어 정산마다 0.01%로 가정했습니다: {instruments}. 실제 펀딩률을 가져오세요.'],
  'told.report-gaps': ['Gaps in the candles: {gaps}, of {instruments}. After each one features have to warm up again, and nothing is decided.', '봉이 빠진 곳: {gaps}, 종목 {instruments}. 그때마다 지표를 다시 쌓는 동안 결정하지 않습니다.'],
  'told.report-alarms': ['Alarms were raised: {alarms}. Look at them before believing the trades around them.', '경보: {alarms}. 그 주변 거래를 믿기 전에 확인하세요.'],
  'told.report-coarse': ['What happened inside a candle is assumed, the worse extreme first: there are no one-minute candles to tell.', '1분 봉이 없어 봉 안의 움직임은 나쁜 쪽이 먼저라고 가정했습니다.'],
} as const
