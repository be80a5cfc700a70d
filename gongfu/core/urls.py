from django.urls import URLPattern, URLResolver, path

from gongfu.core.views import account, health, home, jobs, preferences, statements, trail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("language/", preferences.language, name="language"),
    path("text-size/", preferences.text_size, name="text_size"),
    path("account/", account.account, name="account"),
    path("account/mails/", preferences.mails, name="mails"),
    path("account/role/", preferences.grant, name="grant"),
    path("jobs/<int:job_id>/", jobs.job, name="job"),
    path("admin/jobs/", jobs.job_list, name="jobs"),
    path("admin/audit/", trail.trail, name="audit"),
    path("admin/permissions/", trail.permissions, name="permissions"),
    path("admin/state/", health.state, name="state"),
    path("health/", health.health, name="health"),
    path("ready/", health.ready, name="ready"),
    path("about/definitions/", statements.definitions, name="definitions"),
    path("about/accessibility/", statements.accessibility, name="accessibility"),
    path("about/privacy/", statements.privacy, name="privacy"),
]
