"""Rules, sources and decisions of a campaign in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from enterprises.models import Campaign, CampaignDecision, District, Industry
from enterprises.programme.rule import read_rule
from enterprises.register.faults import listed
from enterprises.register.models import Size

FEW = 6  # codes that are named one by one
HEAD_WORDS = ("name_zh", "name_en", "starts_on", "due_on", "counted_step", "closed_on")


def rule_in_words(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the rule asks, part by part; what it leaves open says so."""
    rule = read_rule(data)
    districts = {row.code: row.short_name for row in District.objects.all()}
    industries = {row.code: row.short_name for row in Industry.objects.all()}
    sizes = {value: str(label) for value, label in Size.choices}
    lines = [
        (_("Districts"), _named(rule.districts, districts, _("the whole city"))),
        (_("Industry divisions"), _named(rule.industries, industries, _("all"))),
        (_("Size classes"), _named(rule.sizes, sizes, _("all"))),
        (_("Scale"), _("only above scale") if rule.above_scale else _("any")),
    ]
    if rule.codes:
        lines.append((_("Credit codes"), _("%(count)d named") % {"count": len(rule.codes)}))
    return lines


def decision_in_words(decision: CampaignDecision) -> list[tuple[str, str, str]]:
    """What changed: the name of the field, before, after."""
    return [
        (
            str(_field(field).verbose_name),
            _value(field, before),
            _value(field, after),
        )
        for field, before, after in decision.changes
        if field in HEAD_WORDS
    ]


def _field(name: str) -> Any:
    return Campaign._meta.get_field(name)


def _value(field: str, value: str) -> str:
    choices: Any = _field(field).choices
    return str(dict(choices or ()).get(value, value)) or "–"


def _named(codes: frozenset[str], names: Mapping[str, str], otherwise: str) -> str:
    if not codes:
        return otherwise
    shown = [names.get(code, code) for code in sorted(codes)]
    if len(shown) <= FEW:
        return str(listed(shown))
    return _("%(names)s and %(count)d more") % {
        "names": listed(shown[:FEW]),
        "count": len(shown) - FEW,
    }


def source_in_words(source: str) -> str:
    """Where an entry comes from; what nobody has a word for stands as it was recorded."""
    kind, _colon, rest = source.partition("#")[0].partition(":")
    words = {
        "scope-run": _("Scope rule applied"),
        "register": _("List of %(rest)s"),
        "import": _("Import %(rest)s of the register"),
        "invited": _("Put in scope one by one"),
        "left": _("Notice of leaving"),
        "correction": _("Correction by hand"),
    }.get(kind)
    return words % {"rest": rest} if words else source.partition("#")[0]
