"""What will be covered by a day, and how sure that is. Pure: counts in, counts and days out.

The pace is the mean net growth of the last four weeks, in firms a week; drawn on, it gives the
expected count and the day of completion by plain arithmetic, in exact fractions. Whole weeks are
taken, so that weekdays do not matter.

The range is the middle 80 % of what may come if nobody does anything new. On the scale of square
roots the noise of a count is the same at every pace, so the distance between the mean of four weeks
gone and the mean of h weeks to come has one variance there,

    noise * (1/4 + 1/h) + wander * (4 + h) / 3

noise: chance within four weeks, a quarter for firms that come one by one, more when they come in
batches; estimated from the last 16 to 24 weeks. The first part says that the pace itself is known
from four weeks only, the second that the weeks to come vary too.
wander: how far the pace itself drifts in a week, as a random walk. It is read from the distances
between one four weeks and the next, as far as they exceed `DOUBT` times what chance alone gives;
without that doubt a steady programme would be told that it drifts.

The range is turned back into whole firms inwards, for rounding outwards would promise more than
80 %. It never ends below what is expected, nor above the firms in scope. The range of the day of
completion is the same range read the other way: the days on which its ends meet the target.

How often the range holds is measured, not claimed: `tests/verify/forecast.py` simulates programmes
of known pace, and `lookback` shows every reader what was forecast for today in months gone by.

pace       the pace and its variation
outlook    the range of a day, and the days of a range
lookback   forecasts made before, held against what came
"""
