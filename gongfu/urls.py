"""Every address of the site; a route without a row in the access table is refused."""

from django.urls import URLPattern, URLResolver, include, path

import diagnosis.urls
import enterprises.urls
import gongfu.api
import gongfu.core.account_urls
import gongfu.core.urls
import reports.urls

enterprise_patterns = enterprises.urls.urlpatterns + reports.urls.enterprise_patterns
diagnosis_patterns = diagnosis.urls.urlpatterns + reports.urls.diagnosis_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(gongfu.core.account_urls.urlpatterns)),
    path("", include((gongfu.core.urls.urlpatterns, "core"))),
    path("", include((enterprise_patterns, "enterprises"))),
    path("", include((diagnosis_patterns, "diagnosis"))),
    path("", include((reports.urls.urlpatterns, "reports"))),
    path("api/", include((gongfu.api.urlpatterns, "api"))),
]

handler400 = "gongfu.core.views.errors.bad_request"
handler403 = "gongfu.core.views.errors.permission_denied"
handler404 = "gongfu.core.views.errors.not_found"
handler500 = "gongfu.core.views.errors.server_error"
