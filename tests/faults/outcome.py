"""What a row has seen."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Outcome:
    """`n` trials, the figures they gave, and in words whatever should not have been."""

    n: int = 0
    figure: dict[str, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def expect(self, holds: object, words: str) -> None:
        if not holds:
            self.broken.append(words)
