"""Plans that are worked out, not guessed: which solutions, in which order, and what they come to.

What a plan comes to is the score of the answers with its effects applied, by the same scorer that
scores a firm. Which set is best is found by proposing and checking. HiGHS proposes from a linear
program that holds the arithmetic of the release, made so that it never says less than the scorer;
the scorer checks in fractions; what it turns away becomes a cut, and the solver proposes again.
Sums and means are linear, "the lowest decides" and passed levels need a few more variables, counts
of scenes are sums: so the program says what the scorer says for every shipped release and cuts are
rare. Cuts alone would also do, but for sums of many small gains they would be too many.

A release that is monotone says so; then a cut takes along every smaller set. What is asked, and
what it weighs, is held fixed while planning: solutions that touch such a question are set aside.

Of plans that do equally well the cheaper one is taken (high ends), then the one sooner done (by the
longest chain of what needs what), then the one with fewer items, then the one whose refs come
first. Each step is a search of its own with the earlier ones held fast, so the choice is not left
to the solver. "Proven" rests on HiGHS finishing its search of integer rows; it is limited by nodes,
never by time, and where it is cut short the bound is handed on.
"""
