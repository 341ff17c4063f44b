"""The features of docs/features.md as one writes them with pandas, on the columns of a folder. Prints one line of JSON."""
import json
import sys
import time

import numpy as np
import pandas as pd

folder, runs = sys.argv[1], int(sys.argv[2])
read = lambda name: np.fromfile(f"{folder}/{name}.f64")
columns = {name: read(name) for name in ("closeTime", "high", "low", "close", "volume")}
settled = pd.DataFrame({"time": read("fundingTime"), "rate": read("rate")})
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
INTERVAL = 8 * HOUR


def features():
    frame = pd.DataFrame(columns)
    close, high, low, volume, time_ = frame.close, frame.high, frame.low, frame.volume, frame.closeTime
    out = {}
    out["r_1"], out["r_3"], out["r_12"] = close.pct_change(), close.pct_change(3), close.pct_change(12)
    ema = lambda values, span: values.ewm(span=span, adjust=False).mean()
    out["ema_7"], out["ema_21"], out["ema_50"] = ema(close, 7), ema(close, 21), ema(close, 50)
    before = close.shift()
    atr = (np.maximum(high, before) - np.minimum(low, before)).rolling(14).mean()
    out["atr_14"], out["atr_pct_14"] = atr, 100 * atr / close
    out["ema_dist_atr"] = (close - out["ema_21"]) / atr
    out["volatility_10"], out["volatility_30"] = out["r_1"].rolling(10).std(), out["r_1"].rolling(30).std()
    change = close.diff()
    rises, falls = change.clip(lower=0).rolling(14).sum(), (-change).clip(lower=0).rolling(14).sum()
    out["rsi_14"] = 100 * rises / (rises + falls)
    macd = ema(close, 12) - ema(close, 26)
    out["macd_atr"], out["macd_signal_atr"] = macd / atr, ema(macd, 9) / atr
    up, down = high.diff(), -low.diff()
    plus, minus = up.where((up > down) & (up > 0), 0).rolling(14).sum(), down.where((down > up) & (down > 0), 0).rolling(14).sum()
    out["adx_14"] = (100 * (plus - minus).abs() / (plus + minus)).rolling(14).mean()
    out["volume_ma_12"] = volume.rolling(12).mean()
    out["vol_z_48"] = (volume - volume.rolling(48).mean()) / volume.rolling(48).std(ddof=0)
    middle, deviation = close.rolling(20).mean(), close.rolling(20).std(ddof=0)
    out["bb_upper_20"], out["bb_middle_20"], out["bb_lower_20"] = middle + 2 * deviation, middle, middle - 2 * deviation
    out["bb_z_20"] = (close - middle) / (4 * deviation)
    rates = settled.rate / 1e8
    mean, spread = rates.rolling(90).mean(), rates.rolling(90).std(ddof=0).clip(lower=5e-5)
    known = pd.DataFrame({"time": settled.time + MINUTE, "last": rates, "mean": rates.rolling(3).mean(), "z": (rates - mean) / spread, "settled": settled.time})
    joined = pd.merge_asof(frame[["closeTime"]], known, left_on="closeTime", right_on="time")
    out["funding_last"], out["funding_mean_24h"], out["funding_z_30d"] = joined["last"], joined["mean"], joined["z"]
    due = joined.settled + INTERVAL
    out["funding_minutes"] = (due.where(due > time_, due + INTERVAL) - time_) / MINUTE
    hour = time_ // HOUR * HOUR
    out["is_funding_hour"] = ((joined.settled >= hour) | (due < hour + HOUR)).astype(float)
    slow = ema(close, 200)
    distance = out["ema_50"] - slow
    out["btc_regime"] = (distance > 0.02 * slow).astype(float) - (distance < -0.02 * slow).astype(float)
    out["hour"], out["weekday"] = time_ // HOUR % 24, (time_ // DAY + 3) % 7
    out["is_asian_session"] = (out["hour"] < 8).astype(float)
    return out


took = []
for _ in range(runs + 1):
    wall, cpu = time.perf_counter(), time.process_time()
    table = features()
    took.append({"wall": 1_000 * (time.perf_counter() - wall), "cpu": 1_000 * (time.process_time() - cpu)})
last = {name: float(values.iloc[-1]) for name, values in table.items()}
print(json.dumps({"version": pd.__version__, "runs": took[1:], "last": last}))
