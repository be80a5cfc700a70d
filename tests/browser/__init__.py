"""The whole system in a real browser: every page of every role, and the journeys through them."""
