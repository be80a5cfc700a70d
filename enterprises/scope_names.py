"""Names of what a person may act for: firms, districts, providers."""

from collections.abc import Collection, Mapping

from enterprises.models import District, Enterprise, Provider


def enterprise_names(keys: Collection[str]) -> Mapping[str, str]:
    found = Enterprise.objects.filter(pk__in=keys).only("name_zh", "name_en")
    return {str(row.pk): row.name for row in found}


def district_names(keys: Collection[str]) -> Mapping[str, str]:
    return {row.code: row.name for row in District.objects.filter(code__in=keys)}


def provider_names(keys: Collection[str]) -> Mapping[str, str]:
    return {str(row.pk): row.name for row in Provider.objects.filter(pk__in=keys)}
