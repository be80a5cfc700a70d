"""Pages on which a regulator makes a campaign and keeps it: head, end, rule, targets."""
