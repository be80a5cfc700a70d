"""A simulated city: planned from a seed as plain values, then written in sets.

`planning` decides what happens to which firm on which day; `answering` gives each firm plausible
answers; `writing` turns the plan into rows through the same pure rules the services use.
Nothing imports this package but the command `seed_demo`.
"""
