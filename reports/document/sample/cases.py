"""The simulated firm in several states, each a full `ReportContext`."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from reports.document import context as c
from reports.document.sample import extras, rounds, words
from reports.document.values import Value


def say(text: str, lang: str) -> str:
    zh, _, en = text.partition("|")
    return zh if lang == "zh" else en


def full(lang: str) -> c.ReportContext:
    """A self-assessment with every part of this release filled."""
    return _build(lang, _points(), _scene_levels(), level=2)


def nothing(lang: str) -> c.ReportContext:
    """Submitted without a single answer: no points, no level, no declaration."""
    scenes: dict[str, int | None] = dict.fromkeys(_scene_levels())
    context = _build(lang, dict.fromkeys(_points()), scenes, level=0)
    return replace(
        context, simulated=False, declaration=None, sources=(), limits=(),
        firm=replace(context.firm, name_en=None, size=None),
        programme=replace(context.programme, round=None),
        result=replace(context.result, total=None),
    )  # fmt: skip


def top_level(lang: str) -> c.ReportContext:
    """Best answers everywhere."""
    best: dict[str, str | None] = {line[words.NO]: line[words.MOST] for line in _lines()}
    return _build(lang, best, dict.fromkeys(_scene_levels(), 4), level=4)


def long_names(lang: str) -> c.ReportContext:
    """Names of 80 characters, words without a space, and characters few fonts have."""
    context = full(lang)
    zh = "精密智能制造装备系统集成与工业互联网技术" * 3
    zh = f"上海𬭎䶮龑〇★{zh}股份有限公司长三角区分公司"
    en = "Shanghai Precision Intelligent Equipment System Integration and Industrial Internet " * 2
    first = context.dimensions[0]
    part = first.parts[0]
    part = replace(part, name=zh[:24] if lang == "zh" else en[:48], questions=(
        replace(part.questions[0], name=zh[:40] if lang == "zh" else en[:80], answer="A" * 120),
        *part.questions[1:]))  # fmt: skip
    first = replace(
        first, name=zh[:24] if lang == "zh" else en[:60], parts=(part, *first.parts[1:])
    )
    return replace(
        context,
        firm=replace(context.firm, name_zh=zh[:80], name_en=en.strip()[:160],
                     industry=(zh[7:27] if lang == "zh" else en[:50]) + " (36)"),
        programme=replace(context.programme, name=zh[:40] if lang == "zh" else en[:80]),
        dimensions=(first, *context.dimensions[1:]),
    )  # fmt: skip


def everything(lang: str) -> c.ReportContext:
    """A verified report with site visit, peers, chain and plan."""
    return extras.complete(full(lang), lang)


def second_round(lang: str) -> c.ReportContext:
    """A self-assessment after an earlier one, with measures to begin with."""
    return rounds.second_round(full(lang), lang)


def many_parts(lang: str) -> c.ReportContext:
    """Another kind of framework: 20 parts, five levels by score alone, fractions, no scenes."""
    context = full(lang)
    total = Value(exact="41/12", shown="3.4")
    parts = tuple(
        c.Part(name=say(f"能力子域 {n}|Capability {n}", lang), points="41/12", maximum="5",
               percent="68.3", questions=(_question_of_twenty(n, lang),))
        for n in range(1, 21)
    )  # fmt: skip
    dimensions = tuple(
        c.Dimension(name=say(f"能力要素 {n}|Element {n}", lang), points="41/12", maximum="5",
                    percent="68.3", parts=parts[n * 5 - 5 : n * 5])
        for n in range(1, 5)
    )  # fmt: skip
    lines = ("0.8", "1.8", "2.8", "3.8", "4.8")
    levels = tuple(
        c.Level(rank=rank, name=say(f"第 {rank} 档|Step {rank}", lang), met=rank < 4, conditions=(
            c.Condition(kind="score", need=need, have=total.exact, met=rank < 4, out_of="5",
                        short={4: "23/60", 5: "83/60"}.get(rank)),))
        for rank, need in enumerate(lines, 1)
    )  # fmt: skip
    return replace(
        context, scenes=None, answers=(), dimensions=dimensions,
        result=replace(context.result, total=total, maximum="5", level=3, levels=levels),
        blocking=c.Blocking(target=4, answers=(), choice="enough"),
    )  # fmt: skip


CASES: dict[str, Callable[[str], c.ReportContext]] = {
    "full": full, "nothing": nothing, "long_names": long_names, "top_level": top_level,
    "everything": everything, "many_parts": many_parts, "second_round": second_round,
}  # fmt: skip


# --- how they are put together ----------------------------------------------------------------


def _question_of_twenty(n: int, lang: str) -> c.Question:
    return c.Question(
        no=str(n), name=say(f"要求 {n}|Requirement {n}", lang), points="41/12", maximum="5",
        answer=say("大部分满足|Mostly met", lang), missing="19/12",
    )  # fmt: skip


def _lines() -> list[words.Line]:
    return [line for _, parts in words.DIMENSIONS for _, lines in parts for line in lines]


def _points() -> dict[str, str | None]:
    return {line[words.NO]: line[words.POINTS] for line in _lines()}


def _scene_levels() -> dict[str, int | None]:
    return {name: level for _, scenes in words.SCENES for name, _, level, *_ in scenes}


def _number_of(scene: str) -> str:
    return str(list(_scene_levels()).index(scene) + 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sum(values: list[str | None]) -> str | None:
    known = [Decimal(value) for value in values if value is not None]
    return format(sum(known, Decimal()).normalize(), "f") if known else None


def _percent(points: str | None, most: str) -> str | None:
    return None if points is None else _shown(Decimal(points) / Decimal(most) * 100)


def _shown(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _build(
    lang: str, points: dict[str, str | None], scenes: dict[str, int | None], *, level: int
) -> c.ReportContext:
    total = _sum(list(points.values()))
    shown = None if total is None else Value(exact=total, shown=_shown(Decimal(total)))
    levels = tuple(_level(row, total, scenes, lang) for row in words.LEVELS)
    return c.ReportContext(
        simulated=True,
        issue=c.Issue(number="GF-2026-310114-000128", short_code="7KQ4-M2XD",
                      url="https://gongfu.example/v/7KQ4M2XD", issued_on=date(2026, 11, 22)),
        firm=c.Firm(name_zh="上海例样精工汽车零部件有限公司（模拟）",
                    name_en="Shanghai Liyang Precision Auto Parts Co., Ltd. (simulated)",
                    credit_code="91310114MA1GFE0X6N", district=say("嘉定区|Jiading", lang),
                    industry=say("汽车制造业（36）|Motor vehicles (36)", lang),
                    size=say("小型|Small", lang)),
        programme=c.Programme(name=say("上海市制造业数字化诊断|Digital diagnosis of Shanghai's "
                                       "manufacturers", lang),
                              round=say("第二轮（2026 年）|Second round (2026)", lang)),
        release=c.Release(ref="miit-sme", version="2024.1", digest=_digest("framework"),
                          title=say("中小企业数字化水平评测指标（2024 年版）|SME digital level "
                                    "indicators (2024 edition)", lang),
                          notice=say("工信厅企业〔2024〕56 号|MIIT General Office, Enterprises "
                                     "[2024] No. 56", lang),
                          published_on=date(2026, 9, 1),
                          rounding=say(words.ROUNDING, lang)),
        result=c.Result(voice="self", as_of=date(2026, 10, 12), total=shown, maximum="100",
                        level=level or None, levels=levels),
        dimensions=tuple(_dimension(row, points, lang) for row in words.DIMENSIONS),
        scenes=c.Scenes(groups=tuple(_scene_group(row, scenes, lang) for row in words.SCENES),
                        meanings=tuple(say(text, lang) for text in words.MEANINGS)),
        blocking=_blocking(levels[level], scenes, lang) if level < len(levels) else None,
        answers=_answers(points, scenes, lang),
        sources=tuple(c.Source(ref=ref, text=say(text, lang), status=status)  # type: ignore[arg-type]
                      for ref, text, status in words.SOURCES),
        limits=tuple(say(text, lang) for text in words.LIMITS),
        declaration=c.Declaration(name=say("龑𬭎（模拟）|Yan Hong (simulated)", lang),
                                  role=say("企业负责人|Head of the firm", lang),
                                  declared_at=datetime(2026, 10, 12, 16, 42, tzinfo=UTC),
                                  statement=say(words.STATEMENT, lang)),
        digests=c.Digests(inputs=_digest("inputs"), passport=_digest("passport"),
                          core_version="1.0.0"),
    )  # fmt: skip


def _dimension(
    row: tuple[str, tuple[tuple[str, tuple[words.Line, ...]], ...]],
    points: dict[str, str | None], lang: str,
) -> c.Dimension:  # fmt: skip
    name, parts = row
    built = tuple(_part(part, lines, points, lang) for part, lines in parts)
    have = _sum([part.points for part in built])
    most = _sum([part.maximum for part in built]) or "0"
    return c.Dimension(name=say(name, lang), points=have, maximum=most,
                       percent=_percent(have, most), parts=built)  # fmt: skip


def _part(
    name: str, lines: tuple[words.Line, ...], points: dict[str, str | None], lang: str
) -> c.Part:
    questions = tuple(_question(line, points[line[words.NO]], lang) for line in lines)
    have = _sum([question.points for question in questions])
    most = _sum([question.maximum for question in questions]) or "0"
    return c.Part(name=say(name, lang), points=have, maximum=most,
                  percent=_percent(have, most), questions=questions)  # fmt: skip


def _question(line: words.Line, points: str | None, lang: str) -> c.Question:
    missing = format((Decimal(line[words.MOST]) - Decimal(points or 0)).normalize(), "f")
    return c.Question(
        no=line[words.NO], name=say(line[words.NAME], lang), points=points, missing=missing,
        answer=None if points is None else say(line[words.ANSWER], lang),
        maximum=line[words.MOST], unverified=line[words.NO] in words.UNVERIFIED_QUESTIONS,
    )  # fmt: skip


def _level(
    row: tuple[int, str, str, int, int, bool], total: str | None, scenes: dict[str, int | None],
    lang: str,
) -> c.Level:  # fmt: skip
    rank, name, score, scenes_min, binding_min, unverified = row
    binding = {scene for _, group in words.SCENES for scene, star, *_ in group if star}
    there = {scene for scene, level in scenes.items() if (level or 0) >= rank}
    conditions = (
        _condition("score", score, total, "100"),
        _condition("scenes", str(scenes_min), str(len(there)), str(len(scenes))),
        _condition("binding", str(binding_min), str(len(there & binding)), str(len(binding))),
    )
    besides = say(
        f"达到 {rank} 级的场景：{scenes_min}；其中约束性场景 ★ {binding_min} 个|"
        f"Scenes at level {rank}: {scenes_min}; {binding_min} of them binding ★",
        lang,
    )
    return c.Level(rank=rank, name=say(name, lang), conditions=conditions, unverified=unverified,
                   besides=besides, met=all(condition.met for condition in conditions))  # fmt: skip


def _condition(kind: str, need: str, have: str | None, out_of: str) -> c.Condition:
    gap = Decimal(need) - Decimal(have or 0)
    return c.Condition(kind=kind, need=need, have=have, out_of=out_of, met=gap <= 0,  # type: ignore[arg-type]
                       short=format(gap.normalize(), "f") if gap > 0 else None)  # fmt: skip


def _scene_group(
    row: tuple[str, tuple[tuple[str, bool, int, int, int], ...]],
    levels: dict[str, int | None], lang: str,
) -> c.SceneGroup:  # fmt: skip
    name, scenes = row
    return c.SceneGroup(name=say(name, lang), scenes=tuple(
        c.Scene(no=_number_of(scene), name=say(scene, lang), binding=binding, level=levels[scene],
                unverified=scene in words.UNVERIFIED_SCENES)
        for scene, binding, *_ in scenes))  # fmt: skip


def _blocking(target: c.Level, scenes: dict[str, int | None], lang: str) -> c.Blocking:
    if all(level is None for level in scenes.values()):
        return c.Blocking(target=target.rank, answers=(), choice="enough")
    question = c.BlockingAnswer(
        kind="question", no="3", name=say("设备联网|Networked equipment", lang), binding=False,
        now=say("20–40 %|20–40 %", lang), gain="1.5", serves=("score",),
        need=say("高于 40 %，不高于 60 %|Above 40 %, at most 60 %", lang),
    )  # fmt: skip
    rows = [
        (name, star) for _, group in words.SCENES for name, star, level, *_ in group if level == 2
    ]
    answers = tuple(
        c.BlockingAnswer(kind="scene", no=_number_of(name), name=say(name, lang), binding=star,
                         gain=None, now=say("2 级|Level 2", lang), need=say("3 级|Level 3", lang),
                         serves=("scenes", "binding") if star else ("scenes",))
        for name, star in rows
    )  # fmt: skip
    return c.Blocking(target=target.rank, answers=(question, *answers), choice="enough", more=11)


def _answers(
    points: dict[str, str | None], scenes: dict[str, int | None], lang: str
) -> tuple[c.AnswerGroup, ...]:
    questions = tuple(
        c.AnswerGroup(name=say(name, lang), answers=tuple(
            _answer(line, points[line[words.NO]], lang) for _, lines in parts for line in lines))
        for name, parts in words.DIMENSIONS
    )  # fmt: skip
    placed = tuple(
        c.AnswerGroup(name=say(group, lang), answers=tuple(
            c.Answer(no=_number_of(name), is_scene=True, question=say(name, lang),
                     chosen=_meaning(scenes[name], lang))
            for name, *_ in rows))
        for group, rows in words.SCENES
    )  # fmt: skip
    return questions + placed


def _answer(line: words.Line, points: str | None, lang: str) -> c.Answer:
    no, given = line[words.NO], points is not None
    typed = words.TYPED.get(no, ()) if given else ()
    return c.Answer(
        no=no, question=say(line[words.QUESTION], lang), evidence=int(no) % 3 if given else 0,
        chosen=(say(line[words.CHOSEN], lang),) if given else (),
        entries=tuple(c.Entry(label=say(label, lang), value=f"{value} {say(unit, lang)}".strip())
                      for label, value, unit in typed),
    )  # fmt: skip


def _meaning(level: int | None, lang: str) -> tuple[str, ...]:
    if level is None:
        return ()
    if level == 0:
        return (say("未达 1 级|Below level 1", lang),)
    text = say(words.MEANINGS[level - 1], lang)
    return (f"{level} 级：{text}" if lang == "zh" else f"Level {level}: {text}",)
