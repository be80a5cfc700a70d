"""The version of the arithmetic; a score names the one that computed it."""

CORE_VERSION = "1"
