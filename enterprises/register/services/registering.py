"""Write firms into the register, one or many, with derived fields, search keys and changes."""

from collections.abc import Collection, Sequence

from django.db import transaction

from enterprises.register.models import Enterprise, EnterpriseGram
from enterprises.register.searching import fold, grams, name_key
from enterprises.register.sizing import is_above_scale, size_class
from gongfu.core import clock
from gongfu.core.services.changing import note_changes

BATCH = 500
NAMES = ("name_zh", "name_en")
DERIVED = ("name_key", "search_text", "industry", "size")
KIND = "enterprise"


def settle(enterprise: Enterprise) -> Enterprise:
    """Fill in what follows from other fields: keys, division, size class, above-scale line."""
    enterprise.name_key = name_key(enterprise.name_zh)
    enterprise.search_text = f"{fold(enterprise.name_zh)}\n{fold(enterprise.name_en)}"
    enterprise.industry_id = enterprise.industry_code[:2]
    enterprise.size = size_class(enterprise.staff, enterprise.revenue)
    if enterprise.is_above_scale is None:
        enterprise.is_above_scale = is_above_scale(enterprise.revenue)
    return enterprise


@transaction.atomic
def save_enterprise(*, enterprise: Enterprise) -> Enterprise:
    """Create one firm, or write all fields of one that exists."""
    if enterprise.pk is None:
        create_enterprises(enterprises=[enterprise])
    else:
        fields = [field.name for field in Enterprise._meta.concrete_fields if not field.primary_key]
        update_enterprises(enterprises=[enterprise], fields=fields)
    return enterprise


@transaction.atomic
def create_enterprises(*, enterprises: Sequence[Enterprise]) -> None:
    """Insert many new firms; a credit code that exists already raises IntegrityError."""
    Enterprise.objects.bulk_create([settle(row) for row in enterprises], batch_size=BATCH)
    _insert_grams(enterprises)
    note_changes(kind=KIND, keys=[str(row.pk) for row in enterprises])


@transaction.atomic
def update_enterprises(*, enterprises: Sequence[Enterprise], fields: Collection[str]) -> None:
    """Write some fields of many firms; what follows from them is derived anew.

    Coverage is not told: a caller that moves firms between districts, industries or size classes
    does so through `enterprises.programme.services.scoping`.
    """
    now = clock.now()
    for row in enterprises:
        settle(row).updated_at = now
    written = {*fields, *DERIVED, "is_above_scale", "updated_at"} - {"created_at"}
    Enterprise.objects.bulk_update(enterprises, sorted(written), batch_size=BATCH)
    if written & set(NAMES):
        EnterpriseGram.objects.filter(enterprise__in=[row.pk for row in enterprises]).delete()
        _insert_grams(enterprises)
    note_changes(kind=KIND, keys=[str(row.pk) for row in enterprises])


def _insert_grams(enterprises: Sequence[Enterprise]) -> None:
    rows = (
        EnterpriseGram(gram=gram, enterprise=row)
        for row in enterprises
        for gram in sorted(grams(row.name_zh, row.name_en))
    )
    EnterpriseGram.objects.bulk_create(rows, batch_size=5000)
