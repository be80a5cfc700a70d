from django.urls import URLPattern, path

from reports.api.coverage import Coverage

urlpatterns: list[URLPattern] = [
    path("coverage/", Coverage.as_view(), name="coverage"),
]
