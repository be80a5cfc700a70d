"""Whether answers can be believed: flags, the gap between firm and visit, and spot checks."""
