"""How the answers of a page arrive: the names of the inputs, and what they are read as.

q1                     chosen options (several for a multi question)
q2.equipment_total     a data field
q4.row.design          chosen options of one row of a table (several where it has check boxes)
q4.reason              why, where an option asks for a reason
q1.rev                 the revision the page showed
q1.over                a newer revision the person has seen and wants to replace
q1.drop                the person takes the other's answer
q1.clear               the person takes the answer back
q1.views               a mark of the answer on which all views agree, where the page shows it
q2.offer               the data fields that held what nobody has given yet: `q2.total=48 ...`
shown                  the questions that the page shows now, as its script says
"""

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize

from django.http import QueryDict

from diagnosis.maturity import Question


def input_name(ref: str, field: str | None) -> str:
    """The name of the input of a question, or of one of its data fields: `q2.equipment_total`."""
    return f"{ref}.{field}" if field and field != "option" else ref


def row_name(ref: str, row: str) -> str:
    """The name of the inputs of one row: `q4.row.design`."""
    return f"{ref}.row.{row}"


def reason_name(ref: str) -> str:
    return f"{ref}.reason"


def views_name(ref: str) -> str:
    return f"{ref}.views"


def offer_name(ref: str) -> str:
    return f"{ref}.offer"


def raw_answer(question: Question, posted: QueryDict) -> Any:
    """The answer as the core takes it; empty inputs give an empty answer.

    So do inputs that hold nothing but what the page offered: nobody has answered yet.
    """
    ref = question.ref
    if f"{ref}.clear" in posted:
        return None
    reason = {"reason": _one_line(posted, reason_name(ref))} if question.asks_reason else {}
    if question.has_rows:
        return {"rows": _rows(question, posted), **reason}
    if question.is_multi:
        chosen = posted.getlist(ref)
        return {"options": chosen, **reason} if reason else chosen
    if not question.fields:
        option = posted.get(ref, "")
        return {"option": option, **reason} if reason else option
    taken = _taken(question, posted)
    fields = {field.ref: posted.get(f"{ref}.{field.ref}", "") for field in question.fields}
    if not posted.get(ref) and _is_only_offered(ref, fields, posted.get(offer_name(ref), "")):
        return {"option": "", "fields": {}, **reason}
    fields |= taken if any(fields.values()) else {}
    fields |= dict.fromkeys(_averaged(question, fields), "")
    return {"option": posted.get(ref, ""), "fields": fields, **reason}


def _taken(question: Question, posted: Mapping[str, str]) -> dict[str, str]:
    """Figures that a table asks for once, at another question; given only beside own ones."""
    others = {field.ref: str(field.same_as) for field in question.fields if field.same_as}
    return {
        name: posted[other]
        for name, other in others.items()
        if input_name(question.ref, name) not in posted and other in posted
    }


def _averaged(question: Question, fields: Mapping[str, str]) -> Iterator[str]:
    """Averages that were given before their years: the years say more."""
    means = [field for field in question.fields if field.mean_of]
    own = {field.ref for field in question.fields if not field.same_as}
    years = {year.field for field in means for year in field.mean_of} & own
    if any(fields[year] for year in years):
        yield from (field.ref for field in means)


def _is_only_offered(ref: str, fields: Mapping[str, str], offered: str) -> bool:
    held = set(offered.split())
    return all(f"{input_name(ref, name)}={text}" in held for name, text in fields.items() if text)


def _rows(question: Question, posted: QueryDict) -> dict[str, Any]:
    read = posted.getlist if question.takes_many else posted.get
    return {row: read(row_name(question.ref, row)) for row in question.rows}


def _one_line(posted: QueryDict, name: str) -> str:
    """A text as it is kept: composed, its blanks and line breaks single spaces."""
    return " ".join(normalize("NFC", posted.get(name, "")).split())


def is_posted(ref: str, posted: Mapping[str, Any]) -> bool:
    """Whether the page that sent this had the question on it; a hidden one has no inputs."""
    return any(name == ref or name.startswith(f"{ref}.") for name in posted)


def base_revision(ref: str, posted: Mapping[str, str]) -> int:
    """The revision that the person has seen."""
    return max(_whole(posted.get(f"{ref}.rev", "")), _whole(posted.get(f"{ref}.over", "")))


def sender_of(posted: Mapping[str, str]) -> str:
    """Which page sends this, and its how manieth request it is; pages without script do not say."""
    sender = posted.get("sender", "")
    return sender if len(sender) <= 40 and sender.isascii() and sender.isprintable() else ""


def shown_on(posted: Mapping[str, str]) -> frozenset[str] | None:
    """The questions that the page shows; None where it does not say."""
    return frozenset(posted["shown"].split(",")) if "shown" in posted else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
