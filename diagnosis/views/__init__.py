"""Pages of the diagnosis; every one begins with `reach.assessment_or_404`."""
