"""What is wrong with one question of a form that asks several."""

from collections.abc import Mapping

from gongfu.core.errors import Invalid


def error_at(ref: str, fields: Mapping[str, str]) -> Invalid | None:
    """The problems of this question alone; None where there are none."""
    own = {name: why for name, why in fields.items() if name == ref or name.startswith(f"{ref}.")}
    return Invalid(next(iter(own.values())), fields=own) if own else None
