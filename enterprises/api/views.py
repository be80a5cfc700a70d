from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from enterprises.api.filters import EnterpriseFilter
from enterprises.api.pulling import LoggedPulls
from enterprises.api.serializers import EnterpriseSerializer
from enterprises.models import Consent, Enterprise
from gongfu.core.api.clients import actor_of

COLUMNS = ("pk", *(EnterpriseSerializer.Meta.fields))


@extend_schema_view(
    list=extend_schema(
        summary="Firms",
        description="The firms that agreed to share their public profile with you.",
    ),
    retrieve=extend_schema(summary="One firm"),
)
class EnterpriseViewSet(LoggedPulls):
    capability = "api.enterprises"
    field_groups = (Consent.FieldGroup.PROFILE,)
    serializer_class = EnterpriseSerializer
    filterset_class = EnterpriseFilter
    queryset = Enterprise.objects.none()
    lookup_field = "uscc"
    lookup_value_regex = "[0-9A-Z]{18}"

    def get_queryset(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.visible_to(actor_of(self.request)).only(*COLUMNS)
