"""What the keys of the format are called on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREAS: dict[str, str | Promise] = {
    "head": _("The framework as a whole"),
    "level": _("Levels"),
    "part": _("Parts and weights"),
    "section": _("Sections"),
    "question": _("Questions"),
    "scale": _("Options that questions share"),
    "trait": _("What of the firm is looked at"),
    "check": _("Plausibility checks"),
    "source": _("Sources"),
}
KEYS: dict[str, str | Promise] = {
    "against": _("held against"),
    "at_least": _("at least"),
    "axis": _("on the radar"),
    "binding": _("binding"),
    "computed": _("how it is computed"),
    "conversions": _("conversion of units"),
    "evidence": _("evidence"),
    "example": _("further example"),
    "exclusive": _("excludes the others"),
    "excluded": _("leaves the denominator"),
    "gist": _("meaning"),
    "help": _("example"),
    "hint": _("hint"),
    "kind": _("kind"),
    "label": _("label"),
    "level": _("level"),
    "level_rule": _("level rule"),
    "locator": _("where it is found"),
    "max_points": _("possible points"),
    "mean_of": _("the average of"),
    "name": _("name"),
    "names": _("names"),
    "notice": _("notice"),
    "out_of": _("denominator"),
    "parts": _("parts below"),
    "pass_mark": _("pass mark"),
    "places": _("decimals shown"),
    "option": _("option"),
    "option_help": _("help with the option"),
    "points": _("points of the option"),
    "publisher": _("publisher"),
    "questions": _("questions and their order"),
    "question_weights": _("weights of its questions"),
    "reason": _("needs a reason"),
    "rounding": _("rounding"),
    "rows": _("rows"),
    "rule": _("rule"),
    "says": _("what the hint says"),
    "short": _("short name"),
    "short_name": _("short name"),
    "shown_when": _("shown when"),
    "source_note": _("note on sources"),
    "sources": _("sources"),
    "status": _("status"),
    "summary": _("summary"),
    "table": _("table of figures"),
    "text": _("text"),
    "title": _("title"),
    "register": _("known to the register as"),
    "register_times": _("asked about beyond this factor of the register"),
    "same_as": _("the same figure as"),
    "slip": _("factor of a likely slip"),
    "times": _("asked about beyond this factor"),
    "trend_rule": _("rule for trends"),
    "unit": _("unit"),
    "usual_max": _("usually at most"),
    "usual_min": _("usually at least"),
    "weight": _("weight"),
    "when": _("asked about when"),
    "weight_cases": _("weights by profile"),
}

# Groups of words beside the questions, as their pages are called.
GROUP_NAMES: dict[str, str | Promise] = {
    "profile": _("What of the firm is looked at"),
    "parts": _("Parts"),
    "sections": _("Sections"),
    "levels": _("Levels"),
    "conditions": _("Conditions in words of their own"),
    "scales": _("Options that questions share"),
    "sources": _("Sources"),
}

KIND_NAMES: dict[str, str | Promise] = {
    "single": _("single choice"),
    "multi": _("multiple choice"),
    "scene": _("scene (placed at a level)"),
    "rows": _("rows, one option each"),
    "table": _("table, several options a row"),
}
# How a part comes from what lies below it, in the words of the published page.
RULE_NAMES: dict[str, str | Promise] = {
    "sum": _("Points add up"),
    "mean": _("Weighted mean"),
    "lowest": _("The lowest decides"),
    "levels": _("Level by level"),
    "placed": _("Scenes are counted"),
}
PLAIN_MEAN = _("Plain mean")
STATUS_NAMES: dict[str, str | Promise] = {
    "verified": _("checked"),
    "unverified": _("unverified"),
}
# What the values of keys of the whole framework mean.
HEAD_CHOICES: dict[str, dict[str, str | Promise]] = {
    "rounding": {
        "half_up": _("half up"),
        "down": _("down"),
        "half_even": _("half to even"),
    },
    "climb": {
        "highest": _("the highest level whose conditions hold"),
        "in_turn": _("every lower level must hold too"),
    },
    "monotone": {"yes": _("yes, never"), "no": _("no, it may")},
}
