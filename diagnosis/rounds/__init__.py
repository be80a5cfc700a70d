"""One round after the other: the last answers as a start, and what changed since."""
