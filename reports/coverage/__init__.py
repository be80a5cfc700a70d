"""Coverage as people read it: every figure comes from the one ledger.

sums      the ledger summed by cell and day, resident in the process
reading   a slice of it: counts of the four steps, whole or by district, industry, size, month
rates     exact shares, and how they are printed
targets   gap, pace and state against a target
board     all figures of the page, assembled
calls     the firms to call next, the one part that joins assessments
recounting  the proof that ledger, scores and base tables agree
"""
