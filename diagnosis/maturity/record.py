"""Frozen values with named fields, as light to define as to use.

Like frozen dataclasses, whose machinery alone would take longer to start than a sheet takes to
score; the command line is held to twice the time of reading YAML.
"""

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """Subclass it and annotate the fields; one with a default needs none given.

    Compared and hashed by its fields unless the class is made with `eq=False`.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, *, eq: bool = True) -> None:
        fields = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063  inspect loads slowly
        cls._fields, cls._known = fields, frozenset(fields)
        cls._required = frozenset(name for name in fields if name not in cls.__dict__)
        if not eq:
            cls.__eq__ = object.__eq__  # type: ignore[method-assign]
            cls.__hash__ = object.__hash__  # type: ignore[method-assign]

    def __init__(self, *values: Any, **named: Any) -> None:
        given = self.__dict__
        given.update(zip(self._fields, values, strict=False))
        given.update(named)
        whole = self._required <= given.keys() <= self._known
        if not whole or len(given) != len(values) + len(named):
            self._complain(values, named)

    def _complain(self, values: tuple[Any, ...], named: dict[str, Any]) -> None:
        missing = sorted(self._required - self.__dict__.keys())
        raise TypeError(
            f"{type(self).__name__} takes {', '.join(self._fields)}; "
            f"got {len(values)} values and {', '.join(named) or 'no names'}; "
            f"missing: {', '.join(missing) or 'none'}"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen, {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        pairs = zip(self._fields, _values(self), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"


def _values(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in record._fields)
