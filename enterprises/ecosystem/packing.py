"""A set of keys as few bytes: sorted, each as its distance from the one before (LEB128)."""

from collections.abc import Iterable, Iterator

SEVEN_BITS, MORE = 0x7F, 0x80


def pack(keys: Iterable[int]) -> bytes:
    """The same bytes for the same set, whatever the order; about one byte a firm in a full list.

    >>> pack([300, 2, 1]).hex()
    '0101aa02'
    """
    packed, before = bytearray(), 0
    for key in sorted(set(keys)):
        packed += _number(key - before)
        before = key
    return bytes(packed)


def unpack(packed: bytes | memoryview) -> Iterator[int]:
    """The keys in ascending order; PostgreSQL hands the bytes out as a view.

    >>> list(unpack(bytes.fromhex("0101aa02")))
    [1, 2, 300]
    """
    key = shift = step = 0
    for byte in bytes(packed):
        step |= (byte & SEVEN_BITS) << shift
        shift += 7
        if not byte & MORE:
            key += step
            yield key
            shift = step = 0


def holds(packed: bytes | memoryview, wanted: int) -> bool:
    """Whether the set holds a key; reads no further than it must."""
    return next((key for key in unpack(packed) if key >= wanted), None) == wanted


def _number(value: int) -> bytes:
    digits = bytearray()
    while value > SEVEN_BITS:
        digits.append(value & SEVEN_BITS | MORE)
        value >>= 7
    digits.append(value)
    return bytes(digits)
