"""Keys by which firms are sorted and found; pure, so that bulk paths and tests share them."""

import unicodedata

KEY_LENGTH = 200


def name_key(name: str) -> str:
    """Return the key that sorts a Chinese name by pinyin; Latin letters sort as they are.

    >>> name_key("松江重型机械ABC")
    'song jiang zhong xing ji xie a b c'
    """
    # Only here: its dictionary would take half a second of every process that names nobody.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    syllables = lazy_pinyin(fold(name), style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return " ".join(" ".join(syllables).split())[:KEY_LENGTH]


def fold(text: str) -> str:
    """Return text as it is compared in a search: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(*names: str) -> set[str]:
    """Return every two neighbouring characters of the names, and each last one alone.

    The lone last character lets a search for a single character be a search by prefix. Pairs of
    Latin letters are left out: they are many, tell little, and the folded name finds them.

    >>> sorted(grams("衡砚ABC厂", "AB"))
    ['c厂', '厂', '砚a', '衡砚']
    """
    texts = [fold(name) for name in names]
    pairs = {text[i : i + 2] for text in texts for i in range(len(text))}
    return {pair for pair in pairs if not pair.isascii()}
