"""Comparison with peers, from monthly sets of fixed shape that are published once and never live.

`grouping` decides which groups may be shown, `publishing` makes the set of a month, `reading` finds
the group of one firm. Nothing here reads the score of another firm for a page.
"""
