"""Which questions are computed from one another's data fields."""

from collections.abc import Sequence

from diagnosis.maturity.questions import Question


def linked_groups(questions: Sequence[Question]) -> list[list[Question]]:
    """Group the questions so that no computed answer reads another group's data fields."""
    group_of = {question.ref: [question] for question in questions}
    for question in questions:
        for ref in _read_by(question):
            if ref in group_of and group_of[ref] is not group_of[question.ref]:
                merged = group_of[ref] + group_of[question.ref]
                group_of |= {member.ref: merged for member in merged}
    return list({id(group): group for group in group_of.values()}.values())


def _read_by(question: Question) -> list[str]:
    paths = question.computed.paths if question.computed else ()
    return [path.question for path in paths]
