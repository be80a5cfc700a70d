"""Coverage as people read it: every figure comes from the one ledger.

sums, resident    the ledger summed by cell and day, kept in the process
reading           a slice of it: the steps, whole or by district, industry, size, month
rates, targets    exact shares; gap, pace and state against a target (pure)
goals, names      targets and reference data, read once
lines             each part of a slice against its goals, with what reports.forecast says of it
board             all figures of the page, computed once from one reading
risks             districts at risk, and how many calls would close their gap
lookback, trials  what earlier month ends forecast for this day, and what came
findings, titles  the same figures in sentences (words: wording)
kpis, showing, curve, call_lines    and in cells and shapes
asking            the filters, from the address
tables, files     every table as a file that says by itself what it shows
calls             whom to call next, the one part that joins assessments
recounting        the proof that ledger, scores and base tables agree
rescoring         scores computed again, for that proof
"""
