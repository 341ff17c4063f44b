"""backtesting.py over the columns of a folder: entries by chance, stop and take-profit by the range of the last hours, fees. One line of JSON for each line read."""
import json
import random
import sys
import time
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy

warnings.simplefilter("ignore")
backtesting.backtesting._tqdm = lambda steps, **_: steps
folder, chance, names = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
COLUMNS = ("Open", "High", "Low", "Close", "Volume")
HOUR, WINDOW, COST = 12, 14, 0.0007


def frame_of(name):
    read = lambda column: np.fromfile(f"{folder}/{name}-{column}.f64")
    return pd.DataFrame({column: read(column) for column in COLUMNS}, index=pd.to_datetime(read("Time"), unit="ms"))


def hourly_range(frame):
    """Mean true range of the last whole hours, at each candle."""
    hours = frame.resample("1h").agg({"High": "max", "Low": "min", "Close": "last"})
    before = hours.Close.shift()
    true_range = np.maximum(hours.High, before) - np.minimum(hours.Low, before)
    known = true_range.rolling(WINDOW).mean().shift()
    return known.reindex(frame.index, method="ffill").to_numpy()


class ByChance(Strategy):
    ranges = None

    def init(self):
        self.closes = self.data.df.Close.to_numpy()
        self.draw = random.Random(0).random
        self.at = 0

    def next(self):
        self.at += 1
        if self.position or self.draw() >= chance:
            return
        reach = self.ranges[self.at]
        if not reach > 0:
            return
        close = self.closes[self.at]
        if self.draw() < 0.5:
            self.buy(size=0.05, sl=close - reach, tp=close + 2 * reach)
        else:
            self.sell(size=0.05, sl=close + reach, tp=close - 2 * reach)


series = []
for name in names:
    frame = frame_of(name)
    series.append((Backtest(frame, ByChance, cash=100_000_000, commission=COST), hourly_range(frame)))


clocks = (time.perf_counter, time.process_time)
statistics = backtesting.backtesting.compute_stats
apart = [0.0, 0.0]


def timed_statistics(**parts):
    """They are no part of the loop that is compared."""
    began = [clock() for clock in clocks]
    answer = statistics(**parts)
    for place, clock in enumerate(clocks):
        apart[place] += clock() - began[place]
    return answer


backtesting.backtesting.compute_stats = timed_statistics


def run():
    apart[:] = [0.0, 0.0]
    began = [clock() for clock in clocks]
    trades = sum(int(test.run(ranges=ranges)["# Trades"]) for test, ranges in series)
    wall, cpu = (1_000 * (clock() - begin - less) for clock, begin, less in zip(clocks, began, apart))
    return {"wallMs": wall, "cpuMs": cpu, "trades": trades}


print(backtesting.__version__, flush=True)
for _ in sys.stdin:
    print(json.dumps(run()), flush=True)
