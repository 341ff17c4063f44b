/** Why the gate of models says what it says, by code. */
export const gate = {
  'told.gate-proven': ['Better than {trials} trials on these data reach by luck, over {days} days.', '{days}일 동안의 결과가 이 데이터에서 시도한 {trials}건이 운으로 낼 수 있는 수준을 넘었습니다.'],
  'told.gate-check-failed': ['The check {check} failed: the result may have seen what it was to forecast.', '점검 {check}에 실패했습니다. 예측해야 할 것을 미리 본 결과일 수 있습니다.'],
  'told.gate-no-trades': ['It did not trade, so there is nothing to judge.', '거래가 없어 판정할 것이 없습니다.'],
  'told.gate-trades-lose': ['A trade comes to {bps} basis points on average after all costs.', '모든 비용을 뺀 거래당 평균이 {bps}bp입니다.'],
  'told.gate-days-lose': ['The account loses over the days that were tested.', '검증한 기간 동안 계좌가 손실을 냈습니다.'],
  'told.gate-overfitted': ['In {percent}% of the splits the best recipe was no better than the median afterwards: choosing it chose luck.', '분할의 {percent}%에서 가장 좋아 보인 방법이 이후 중간값을 넘지 못했습니다. 운을 고른 셈입니다.'],
  'told.gate-luck': ['Only {percent}% sure to be better than the luck of {trials} trials, worth {effective} independent ones.', '시도 {trials}건(독립 시도 {effective}건 상당)의 운보다 낫다는 확신이 {percent}%뿐입니다.'],
  'told.gate-other-numbers': ['Judged with other numbers than the strategy trades with ({names}): evaluate it without these changes.', '전략이 실제로 거래할 때와 다른 값({names})으로 판정했습니다. 이 변경 없이 평가하세요.'],
  'told.gate-family-small': ['Only {count} trials cover these days; {needed} are needed to see how much choosing means.', '이 기간을 모두 포함하는 시도가 {count}건뿐입니다. 선택의 의미를 보려면 {needed}건이 필요합니다.'],
  'told.gate-overfitting-open': ['In {percent}% of the splits the best recipe was no better than the median afterwards; {limit}% may be.', '분할의 {percent}%에서 가장 좋아 보인 방법이 이후 중간값을 넘지 못했습니다. 한도는 {limit}%입니다.'],
  'told.gate-track-short': ['{days} days are too short a track for results like these: {needed} are needed.', '이런 결과에는 {days}일의 기록이 너무 짧습니다. {needed}일이 필요합니다.'],
  'told.gate-few-trades': ['Too few trades to say how often it wins.', '거래가 너무 적어 승률을 말할 수 없습니다.'],
  'told.gate-risky': ['The part of trades that win may be below what is needed, with {percent}%; {limit}% may be.', '승률이 필요한 수준보다 낮을 가능성이 {percent}%입니다. 한도는 {limit}%입니다.'],
  'told.gate-days-missing': ['{days} more days as good as these would prove it.', '이만한 결과가 {days}일 더 이어지면 증명됩니다.'],
  'told.gate-time-unknown': ['How long it would take cannot be said: time alone does not mend what is short.', '얼마나 걸릴지 말할 수 없습니다. 시간만으로는 부족한 점이 채워지지 않습니다.'],
} as const
