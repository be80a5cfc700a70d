"""Maturity frameworks as plain data, and the arithmetic that turns answers into a level.

A release says what is asked, what each answer earns and which level that is. It is read once and
never changes again. A sheet maps questions to answers; it may be incomplete.

>>> from pathlib import Path
>>> framework = load_framework(Path("diagnosis/frameworks/miit-sme-2024.yaml"))
>>> sheet = {"q2": {"fields": {"equipment_total": "48", "equipment_digital": "18"}}, "q5": "C"}
>>> sheet |= {"q6": ["B", "C"], "s01": "2"}

Numbers are exact; what is shown is rounded half up, in one place.

>>> result = score(framework, sheet)
>>> result.total.exact_text, result.by_part["base"].earned.shown
('10.5', '10.5')
>>> result.by_question["q2"].how, result.by_question["q2"].options
('computed', ('C',))

Twenty points and six scenes make the first level, and the score names one way there.

>>> result.level is None, len(result.blocking)
(True, 8)
>>> [(answer.ref, answer.value) for answer in result.blocking if not answer.ref.startswith("s")]
[('q5', 'D'), ('q12', 'B'), ('q13', 'B')]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnosis.maturity.answers import (
        AnswerError,
        check_sheet,
        check_value,
        implausible,
    )
    from diagnosis.maturity.blocking import Unblock
    from diagnosis.maturity.filling import Progress, SectionProgress, progress
    from diagnosis.maturity.forms import Answer, Answers
    from diagnosis.maturity.framework import Framework, Level, Part, Section
    from diagnosis.maturity.levels import ConditionCheck, LevelConditions
    from diagnosis.maturity.loading import load_framework, load_framework_text
    from diagnosis.maturity.numbers import NumberError, parse_number
    from diagnosis.maturity.questions import Option, Question
    from diagnosis.maturity.reading import FrameworkError
    from diagnosis.maturity.scoring import PartScore, QuestionScore, Score, score
    from diagnosis.maturity.texts import Texts
    from diagnosis.maturity.values import Value
    from diagnosis.maturity.version import CORE_VERSION

__all__ = [
    "CORE_VERSION",
    "Answer",
    "AnswerError",
    "Answers",
    "ConditionCheck",
    "Framework",
    "FrameworkError",
    "Level",
    "LevelConditions",
    "NumberError",
    "Option",
    "Part",
    "PartScore",
    "Progress",
    "Question",
    "QuestionScore",
    "Score",
    "Section",
    "SectionProgress",
    "Texts",
    "Unblock",
    "Value",
    "check_sheet",
    "check_value",
    "implausible",
    "load_framework",
    "load_framework_text",
    "parse_number",
    "progress",
    "score",
]

_HOMES = {
    "Answer": "forms",
    "AnswerError": "answers",
    "Answers": "forms",
    "CORE_VERSION": "version",
    "ConditionCheck": "levels",
    "Framework": "framework",
    "FrameworkError": "reading",
    "Level": "framework",
    "LevelConditions": "levels",
    "NumberError": "numbers",
    "Option": "questions",
    "Part": "framework",
    "PartScore": "scoring",
    "Progress": "filling",
    "Question": "questions",
    "QuestionScore": "scoring",
    "Score": "scoring",
    "Section": "framework",
    "SectionProgress": "filling",
    "Texts": "texts",
    "Unblock": "blocking",
    "Value": "values",
    "check_sheet": "answers",
    "check_value": "answers",
    "implausible": "answers",
    "load_framework": "loading",
    "load_framework_text": "loading",
    "parse_number": "numbers",
    "progress": "filling",
    "score": "scoring",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for and no more, so that scoring one sheet starts quickly."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
