"""What a firm in its second round has besides: changes since the first, and measures."""

from dataclasses import replace

from reports.document import context as c
from reports.document import progress as p
from reports.document.values import Value

# no, is a scene, name, old, new, moved, way
MOVES = (
    ("3", False, "设备联网|Networked equipment", "低于 20 %|below 20 %", "20–40 %",
     "1.5", 1),
    ("6", False, "网络安全|Network security", "4 项措施已有 3 项|3 of 4 measures",
     "4 项措施已有 2 项|2 of 4 measures", "-1.25", -1),
    ("13", False, "产品质量|Pass rate", "降低|Down", "持平|Unchanged", "3.5", 1),
    ("4", True, "设备管理|Equipment management", "台账为纸质|Records on paper",
     "设备台账与点检使用信息系统|Records and checks in a system", "0", 1),
)  # fmt: skip
# name, effects, mark, first, gain, total, cost, months
SOLUTIONS = (
    ("设备联网与数据采集|Machine connection and data collection",
     ("设备联网：20–40 % → 40–60 %|Networked equipment: 20–40 % → 40–60 %",
      "数据采集：14 个环节已采 9 个 → 11 个|Data collection: 9 of 14 processes → 11"),
     "settles", (), "3.5", "62.425", "50–110", "4–6"),
    ("制造执行系统（MES）|Manufacturing execution system (MES)",
     ("生产管控：2 级 → 3 级|Production control: level 2 → level 3",),
     "", ("设备联网与数据采集|Machine connection and data collection",), "0", "58.925", "60–120",
     "6–9"),
)  # fmt: skip


def second_round(context: c.ReportContext, lang: str) -> c.ReportContext:
    """The same firm with a round before this one."""

    def say(text: str) -> str:
        zh, bar, en = text.partition("|")
        return zh if lang == "zh" or not bar else en

    def turn(year: str, total: str, shown: str, level: str) -> p.Round:
        name = say(f"{year} 年自评|Self-assessment {year}")
        return p.Round(
            year=year, name=name, level=say(level), total=Value(exact=total, shown=shown)
        )

    return replace(
        context,
        changes=p.Changes(
            before=turn("2024", "55.175", "55.2", "规范级|Normalised"),
            after=turn("2026", "58.925", "58.9", "规范级|Normalised"),
            voice="self", difference=Value(exact="3.75", shown="3.8"), better=3, worse=1,
            moves=tuple(
                p.Move(no=no, is_scene=scene, name=say(name), old=say(old), new=say(new),
                       moved=moved, way=way)
                for no, scene, name, old, new, moved, way in MOVES),
            rest=2, rest_moved="0",
            turned=(p.Turned(level=say("规范级|Normalised"), label=say("总分|Score"), before="38.2",
                             after="58.9", needed="40", met=True),),
        ),
        measures=p.Measures(
            unverified=True,
            solutions=tuple(
                p.Solution(name=say(name), effects=tuple(map(say, effects)),
                           mark=mark, first=tuple(map(say, first)), gain=gain, total=total,
                           cost=cost, months=months)
                for name, effects, mark, first, gain, total, cost, months in SOLUTIONS),
        ),
    )  # fmt: skip
