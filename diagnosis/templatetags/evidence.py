"""`{% load evidence %}`: what is said once for all files instead of at each."""

from django.template import Library

from diagnosis.evidence import scanning

register = Library()


@register.simple_tag
def scans_files() -> bool:
    """Whether uploads go through a virus scanner here."""
    return scanning.has_scanner()
