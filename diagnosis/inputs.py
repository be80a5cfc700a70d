"""How the answers of a page arrive: the names of the inputs, and what they are read as.

q1                     chosen options (several for a multi question)
q2.equipment_total     a data field
q1.rev                 the revision the page showed
q1.over                a newer revision the person has seen and wants to replace
q1.drop                the person takes the other's answer
q1.clear               the person takes the answer back
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from diagnosis.maturity import Question


def raw_answer(question: Question, posted: QueryDict) -> Any:
    """The answer as the core takes it; empty inputs give an empty answer."""
    if f"{question.ref}.clear" in posted:
        return None
    if question.is_multi:
        return posted.getlist(question.ref)
    if not question.fields:
        return posted.get(question.ref, "")
    fields = {field.ref: posted.get(f"{question.ref}.{field.ref}", "") for field in question.fields}
    return {"option": posted.get(question.ref, ""), "fields": fields}


def base_revision(ref: str, posted: Mapping[str, str]) -> int:
    """The revision that the person has seen."""
    return max(_whole(posted.get(f"{ref}.rev", "")), _whole(posted.get(f"{ref}.over", "")))


def sender_of(posted: Mapping[str, str]) -> str:
    """Which page sends this, and its how manieth request it is; pages without script do not say."""
    sender = posted.get("sender", "")
    return sender if len(sender) <= 40 and sender.isascii() and sender.isprintable() else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
