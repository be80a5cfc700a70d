"""What a line of a file would change in the register, field by field. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from enterprises.register.sizing import size_class

# Field of a file -> attribute of an enterprise. `size` is shown, never written: it follows.
ATTRIBUTES = {
    "name_zh": "name_zh",
    "name_en": "name_en",
    "district": "district_id",
    "industry": "industry_code",
    "staff": "staff",
    "revenue": "revenue",
    "above_scale": "is_above_scale",
    "process_type": "process_type",
    "address": "address",
    "contact_name": "contact_name",
    "contact_phone": "contact_phone",
    "contact_email": "contact_email",
}
SIZE = "size"


def current_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """The register's values of one firm, as a file's values are written."""
    values = {name: row[attribute] for name, attribute in ATTRIBUTES.items()}
    if values["revenue"] is not None:
        values["revenue"] = f"{values['revenue']:.2f}"
    return {**values, SIZE: row[SIZE]}


def difference(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that differ, before and after, with the size class that follows."""
    merged = {**old, **{name: new[name] for name in ATTRIBUTES if name in new}}
    merged[SIZE] = size_of(merged)
    changed = [name for name, value in merged.items() if value != old.get(name)]
    return {name: old[name] for name in changed}, {name: merged[name] for name in changed}


def size_of(values: Mapping[str, Any]) -> str:
    revenue = values.get("revenue")
    return size_class(values.get("staff"), None if revenue is None else Decimal(revenue))


def attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a file as attributes of an enterprise."""
    written = {ATTRIBUTES[name]: value for name, value in values.items() if name != SIZE}
    if written.get("revenue") is not None:
        written["revenue"] = Decimal(written["revenue"])
    return written
