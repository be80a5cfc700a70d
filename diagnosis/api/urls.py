from django.urls import path
from rest_framework.routers import SimpleRouter

from diagnosis.api.views import AssessmentViewSet, FrameworkDetail, FrameworkList

router = SimpleRouter()
router.register("assessments", AssessmentViewSet, basename="assessment")
urlpatterns = [
    *router.urls,
    path("frameworks/", FrameworkList.as_view(), name="framework-list"),
    path(
        "frameworks/<slug:ref>/<str:version>/", FrameworkDetail.as_view(), name="framework-detail"
    ),
]
