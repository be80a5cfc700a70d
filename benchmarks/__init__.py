"""Performance as ratios: `python -m benchmarks [AXIS...] [--full]`, DB=sqlite (default) or pg.

Each axis measures a reference and the build in turn, A B A B, in one run, and prints a JSON line.
Ratios are judged, never milliseconds. What is fast but wrong, or asks the database too often,
fails; times do not fail yet.
"""
