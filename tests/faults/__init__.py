"""The fault rows of the goal table: `python -m tests.faults [ROW...] [--full]`.

Each row does harm to the real system on purpose and then counts what was lost, torn or done
twice. Each has a control: the same harm with the protection switched off must be seen. A row whose
control stays green proves nothing, so it fails.

`table` names the rows; `autosave`, `work`, `contention` and `steps` hold them; `profile` runs them
on one kind of services; `world` is the city they act on; `weakening` switches protections off.
"""
