"""The partner API, composed from the apps; see the access table for who may call what."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
