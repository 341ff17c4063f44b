"""Triple-barrier labels as one writes them first: a loop over the rows of a data frame. Prints one line of JSON."""
import json
import sys
import time

import numpy as np
import pandas as pd

folder, rows, horizon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
frame = pd.DataFrame({name: np.fromfile(f"{folder}/{name}.f64") for name in ("open", "high", "low", "close", "range")})
first = int(frame["range"].first_valid_index())


def follow(row, side):
    entry, distance = frame["open"].iloc[row + 1], frame["range"].iloc[row]
    profit, stop = 2 * distance, distance
    for candle in frame.iloc[row + 1 : row + 1 + horizon].itertuples():
        opened = side * (candle.open - entry)
        if opened <= -stop:
            return -1, opened / entry
        if opened >= profit:
            return 1, opened / entry
        against, towards = (entry - candle.low, candle.high - entry) if side == 1 else (candle.high - entry, entry - candle.low)
        if against >= stop:
            return -1, -stop / entry
        if towards >= profit:
            return 1, profit / entry
    return 0, side * (candle.close - entry) / entry


wall, cpu = time.perf_counter(), time.process_time()
labels = [follow(row, side) for side in (1, -1) for row in range(first, first + rows)]
took = {"wall": 1_000 * (time.perf_counter() - wall), "cpu": 1_000 * (time.process_time() - cpu)}
print(json.dumps({"version": pd.__version__, "took": took, "rows": rows, "first": first, "outcome": [label[0] for label in labels], "gross": [float(label[1]) for label in labels]}))
