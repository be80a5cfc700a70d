"""Forms for the words and numbers of a draft: the framework as a whole, a group, one question."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from diagnosis.drafting.files import Trees, listed, mapped, text_of
from diagnosis.drafting.gaps import HEAD, options_of, refs_of, scale_of
from diagnosis.drafting.heads import RULES, put_head, rule_names
from diagnosis.drafting.naming import GROUP_NAMES, HEAD_CHOICES, KIND_NAMES, STATUS_NAMES
from diagnosis.drafting.questions import (
    OPTION_TICKS,
    put_question,
    question_of,
    remaining_keys,
    remove_question,
)
from diagnosis.drafting.words import Words, paths_below, put_words, words_of
from diagnosis.models import Draft
from diagnosis.views.drafts.reach import Form, edit_page
from gongfu.core.requests import Request

QUESTION_WORDS = ("text", "label", "hint", "help", "example", "evidence")
HEAD_WORDS = (*HEAD, "trend_rule", "publisher", "notice")


def head(request: Request, draft_id: int) -> HttpResponse:
    """The framework as a whole: who issued it, how it is called, how it is shown."""

    def build(form: Form) -> dict[str, Any]:
        kept = form.trees.rules
        rules = [
            {
                "key": key,
                "name": f"rules.{key}",
                "label": rule_names(key),
                "value": form.value(f"rules.{key}", text_of(kept.get(key))),
                "choices": tuple(HEAD_CHOICES.get(key, {}).items()),
            }
            for key in RULES
        ]
        paths = [(key,) for key in dict.fromkeys(HEAD_WORDS)]
        return {"rules": rules, "words": words_of(form.trees, paths, _typed(form))}

    return edit_page(
        request,
        draft_id,
        template="diagnosis/drafts/head.html",
        build=build,
        edit=lambda trees: put_head(trees, request.POST),
        after=_to_draft,
    )


def words(request: Request, draft_id: int, group: str) -> HttpResponse:
    """The words of all entries of a group, the languages side by side."""
    if group not in GROUP_NAMES:
        raise Http404

    def build(form: Form) -> dict[str, Any]:
        found = words_of(form.trees, paths_below(form.trees, (group,)), _typed(form))
        return {"entries": _by_entry(found), "title": GROUP_NAMES[group]}

    return edit_page(
        request,
        draft_id,
        template="diagnosis/drafts/words.html",
        build=build,
        edit=lambda trees: put_words(trees, request.POST.dict()),
        after=_to_draft,
    )


def _by_entry(found: list[Words]) -> list[tuple[str, list[Words]]]:
    entries: dict[str, list[Words]] = {}
    for each in found:
        entries.setdefault(each.path[1] if len(each.path) > 1 else "", []).append(each)
    return list(entries.items())


def question(request: Request, draft_id: int, ref: str) -> HttpResponse:
    """One question: its rules, its options, its words; the buttons say what else is to be done."""
    action = request.POST.get("action", "")

    def edit(trees: Trees) -> None:
        if action == "remove":
            remove_question(trees, ref)
        else:
            put_question(trees, ref, request.POST)

    def after(saved: Draft) -> HttpResponse:
        if action in ("remove", "done"):
            return _to_draft(saved)
        here = reverse("diagnosis:draft_question", args=[saved.pk, ref])
        return redirect(f"{here}#options" if action else here)

    return edit_page(
        request,
        draft_id,
        template="diagnosis/drafts/question.html",
        build=lambda form: _question_context(form, ref),
        edit=edit,
        after=after,
    )


def _question_context(form: Form, ref: str) -> dict[str, Any]:
    kept = question_of(form.trees, ref)
    if kept is None:
        raise Http404
    defaults = mapped(form.trees.rules.get("question_defaults"))
    base = ("questions", ref)
    paths = [(*base, word) for word in QUESTION_WORDS]
    inner = [path for key in ("rows", "fields") for path in paths_below(form.trees, (*base, key))]
    return {
        "ref": ref,
        "kept": kept,
        "kinds": tuple(KIND_NAMES.items()),
        "statuses": tuple(STATUS_NAMES.items()),
        "values": {
            key: form.value(f"q.{key}", text_of(kept.get(key)))
            for key in ("kind", "max", "scale", "status", "of_level")
        },
        "defaults": {key: text_of(value) for key, value in defaults.items()},
        "binding": _ticked(form, "q.binding", kept.get("binding") == "yes"),
        "sources": _sources(form, kept),
        "scales": list(mapped(form.trees.rules.get("scales"))),
        "shared": scale_of(form.trees.rules, kept),
        "rest": form.value("q.rest", remaining_keys(kept)),
        "words": words_of(form.trees, paths, _typed(form)),
        "inner": words_of(form.trees, inner, _typed(form)),
        "options": _options(form, kept, ref),
    }


def _options(form: Form, kept: dict[str, Any], ref: str) -> list[dict[str, Any]]:
    """The options with their words; those of a shared scale have words only where they are own."""
    own = "options" in kept
    rows = []
    for number, option in enumerate(options_of(form.trees.rules, kept)):
        code = text_of(mapped(option).get("ref"))
        paths = [("questions", ref, key, code) for key in ("options", "option_help")]
        rows.append(
            {
                "number": number,
                "own": own,
                "ref": code,
                "values": {
                    key: form.value(f"o.{number}.{key}", text_of(mapped(option).get(key)))
                    for key in ("ref", "points", "level", "status")
                },
                "ticks": {
                    key: _ticked(form, f"o.{number}.{key}", mapped(option).get(key) == value)
                    for key, value in OPTION_TICKS.items()
                },
                "words": words_of(form.trees, paths, _typed(form)) if code else [],
            }
        )
    return rows


def _sources(form: Form, kept: dict[str, Any]) -> list[tuple[str, bool]]:
    chosen = listed(kept.get("sources"))
    if form.error and isinstance(form.typed, QueryDict):
        chosen = form.typed.getlist("q.sources")
    return [(ref, ref in chosen) for ref in refs_of(form.trees.rules.get("sources"))]


def _ticked(form: Form, name: str, kept: bool) -> bool:
    return name in form.typed if form.error else kept


def _typed(form: Form) -> dict[str, str]:
    return dict(form.typed.items()) if form.error else {}


def _to_draft(saved: Draft) -> HttpResponse:
    return redirect("diagnosis:draft", saved.pk)
