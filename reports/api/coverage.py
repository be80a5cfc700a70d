"""Coverage for partners: public counts of the programme, read from the one ledger."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.api.filters import EARLIEST, EXPECTED
from enterprises.models import Campaign, Step
from enterprises.register.models.enterprise import Size
from gongfu.core.api.filtering import refuse_unknown
from gongfu.core.clock import now, today
from reports.coverage.lines import Line, read_lines
from reports.coverage.rates import Rate, rounded
from reports.coverage.reading import DIMENSIONS, Counts, Slice
from reports.coverage.targets import Standing, State


class CoverageQuery(serializers.Serializer):
    """What may be asked; everything is optional."""

    campaign = serializers.SlugField(
        required=False, help_text="The campaign that started last unless told."
    )
    as_of = serializers.DateField(
        required=False, help_text="At the end of this day of the city; today unless told."
    )
    known_at = serializers.DateTimeField(
        required=False, help_text="As it was recorded by this moment; by now unless told."
    )
    by = serializers.ChoiceField(choices=DIMENSIONS, default="district")
    district = serializers.RegexField(r"\A[0-9]{6}\Z", required=False)
    industry = serializers.RegexField(r"\A[0-9]{2}\Z", required=False)
    size = serializers.ChoiceField(choices=Size.choices, required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, digits in (("district", 6), ("industry", 2)):
            fields[name].error_messages["invalid"] = EXPECTED[digits]
        return fields

    def validate_as_of(self, day: date) -> date:
        if not EARLIEST.date() <= day <= today():
            raise serializers.ValidationError(_("Expected a day from 2000 to today."))
        return day

    def validate_known_at(self, moment: datetime) -> datetime:
        if not EARLIEST <= moment <= now():
            raise serializers.ValidationError(_("Expected a moment from 2000 to now."))
        return moment


class CountsSerializer(serializers.Serializer):
    """How many firms are in scope and how many reached each step; `covered` is the counted one."""

    in_scope = serializers.IntegerField()
    invited = serializers.IntegerField()
    submitted = serializers.IntegerField()
    verified = serializers.IntegerField()
    reported = serializers.IntegerField()
    taken_up = serializers.IntegerField(help_text="Carry out the plan they agreed to")
    covered = serializers.IntegerField()
    share = serializers.CharField(allow_null=True, help_text="covered / in_scope, exact, n/d")
    share_shown = serializers.CharField(allow_null=True, help_text="In per cent, one decimal")


class ForecastSerializer(serializers.Serializer):
    """What the present pace leads to; null where the answer says why there is no such figure."""

    answer = serializers.ChoiceField(
        choices=[state.value for state in State],
        help_text="running: forecast; no_pace: no growth in four weeks; too_few: less than four "
        "months of data; passed: the target date is over; complete: the target is met; no_target",
    )
    target_share = serializers.CharField(allow_null=True, help_text="Exact, n/d")
    target_on = serializers.DateField(allow_null=True)
    gap = serializers.IntegerField(help_text="Firms missing to the target today")
    required_pace = serializers.CharField(allow_null=True, help_text="Firms a week, exact, n/d")
    present_pace = serializers.CharField(help_text="Mean of the last four weeks, exact, n/d")
    expected = serializers.IntegerField(allow_null=True, help_text="Covered on the target day")
    expected_low = serializers.IntegerField(allow_null=True, help_text="Of the 80 percent range")
    expected_high = serializers.IntegerField(allow_null=True, help_text="Of the 80 percent range")
    done_on = serializers.DateField(allow_null=True, help_text="Target met at the present pace")
    done_soonest = serializers.DateField(allow_null=True, help_text="Of the 80 percent range")
    done_latest = serializers.DateField(allow_null=True, help_text="Of the 80 percent range")


class ForeseenSerializer(CountsSerializer):
    """Counts and what they lead to, against the goals of the part's own district."""

    forecast = ForecastSerializer()


class CoverageRowSerializer(ForeseenSerializer):
    key = serializers.CharField(help_text="Code of the district, industry or size class")


class CampaignSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    counted_step = serializers.CharField()
    is_simulated = serializers.BooleanField()


class CoverageSerializer(serializers.Serializer):
    campaign = CampaignSerializer()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField()
    by = serializers.CharField()
    total = ForeseenSerializer()
    rows = CoverageRowSerializer(many=True)


class Coverage(APIView):
    """Totals agree at every drill-down: the rows of a dimension add up to the total."""

    capability = "api.coverage"

    @extend_schema(
        summary="Coverage of a campaign",
        parameters=[CoverageQuery],
        responses={200: CoverageSerializer, 404: None},
        operation_id="coverage_retrieve",
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set(CoverageQuery().fields))
        query = CoverageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(answer(**query.validated_data))


def answer(
    *,
    by: str,
    campaign: str | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    **filters: str,
) -> dict[str, Any]:
    """The total and the parts along one dimension, as of a day and as known at a moment."""
    chosen = _campaign(campaign)
    day, read_at = as_of or today(), now()
    lines = read_lines(
        chosen, Slice(chosen.pk, day, known_at, **filters), Step(chosen.counted_step)
    )
    return {
        "campaign": CampaignSerializer(chosen).data,
        "as_of": day,
        "known_at": known_at or read_at,
        "by": by,
        "total": _told(lines.whole(), chosen),
        "rows": [{"key": line.key, **_told(line, chosen)} for line in lines.by(by)],
    }


def _told(line: Line, campaign: Campaign) -> dict[str, Any]:
    return {**_counts(line.counts, campaign), "forecast": _forecast(line.standing)}


def _forecast(standing: Standing) -> dict[str, Any]:
    goal, found, done = standing.goal, standing.expected, standing.done
    return {
        "answer": standing.state.value,
        "target_share": str(goal.share) if goal else None,
        "target_on": goal.due_on if goal else None,
        "gap": standing.gap,
        "required_pace": None if standing.required is None else str(standing.required),
        "present_pace": str(standing.present),
        "expected": found.expected if found else None,
        "expected_low": found.low if found else None,
        "expected_high": found.high if found else None,
        "done_on": done.expected,
        "done_soonest": done.soonest,
        "done_latest": done.latest,
    }


def _campaign(slug: str | None) -> Campaign:
    campaigns = Campaign.objects.order_by("-starts_on", "-pk")
    found = (campaigns.filter(slug=slug) if slug else campaigns).first()
    if found is None:
        raise NotFound(_("There is no such campaign."))
    return found


def _counts(counts: Counts, campaign: Campaign) -> dict[str, Any]:
    covered = counts.of(campaign.counted_step)
    share = Rate(covered, counts.in_scope).exact
    return {
        **counts._asdict(),
        "covered": covered,
        "share": None if share is None else str(share),
        "share_shown": None if share is None else str(rounded(share * 100, 1)),
    }
