"""Addresses of this room, and of the pages that join an enterprise with its diagnosis."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

# Shown under the part they are about, kept here because they need every part.
enterprise_patterns: list[URLPattern | URLResolver] = []
diagnosis_patterns: list[URLPattern | URLResolver] = []
