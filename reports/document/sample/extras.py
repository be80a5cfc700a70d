# ruff: noqa: E501 (tables: one record a line reads better than folded ones)
"""The parts that a verified report with a plan adds: site visit, peers, chain, plan."""

from dataclasses import replace
from datetime import UTC, date, datetime

from reports.document import context as c
from reports.document import optional as o
from reports.document.sample import words
from reports.document.values import Value

# no, name, most, self, site, percents, reason, evidence
FINDINGS = (
    ("13", "产品质量|Pass rate", "7", "7", "3.5", "100", "50", "质量月报显示一次交验合格率 98.6 %，与上年持平。|"
     "Monthly reports show a first-pass rate of 98.6 %, the same as last year.", "E-17"),
    ("4", "数据采集|Data collection", "10", "7.7", "6.3", "77", "63", "售后服务、能耗管理只有人工台账，不计自动采集。|"
     "After-sales and energy are paper records only and do not count.", "E-06"),
    ("3", "设备联网|Networked equipment", "6", "4.5", "3", "75", "50", "现场清点 116 台，联网 37 台；自评把有网口但未接入的 14 台计入。|"
     "116 machines counted on site, 37 connected; 14 with an unused port had been counted.", "E-04"),
    ("8", "规划实施|Plan carried out", "7.5", "6", "4.5", "80", "60", "规划已发布，12 项任务中 5 项有验收记录。|"
     "The plan is published; 5 of its 12 tasks have acceptance records.", "E-21"),
    ("10", "人才建设|Skills", "7.5", "4.5", "3", "60", "40", "培训制度在编，未见年度培训记录。|"
     "The training rule is a draft; no yearly records were shown.", None),
)  # fmt: skip
# name, own, p10, p25, p50, p75, p90, above
PEERS = (
    ("总分|Total", "58.9", "31.2", "42.6", "52.9", "62.4", "74.1", "66"),
    ("数字化基础|Digital base", "57.1", "28.0", "43.5", "55.3", "64.8", "77.9", "55"),
    ("数字化管理|Digital management", "56.3", "25.0", "37.5", "51.3", "66.0", "80.5", "58"),
    ("数字化成效|Digital effect", "67.5", "38.5", "52.5", "67.8", "82.5", "100.0", "49"),
)  # fmt: skip
LEVEL_SHARES = ((0, 1, "34"), (2, 2, "45"), (3, 4, "21"))
# median of peers and planned share of each part, in order
PART_EXTRAS = (
    ("61", "75.0"), ("58.3", "84.0"), ("52.5", "75.0"), ("43.8", "75.0"), ("55", "77.5"),
    ("47.5", "65.0"), ("78.6", "100.0"), ("64.3", "50.0"), ("58.3", "50.0"),
)  # fmt: skip
# ref, name, category, owner, start, months, minimum, requires, changes, gain, before, after, cost
MEASURES = (
    ("S1", "数字化人才与管理机制|Skills and management", "咨询与培训|Advice and training", "总经理办公室|Management",
     1, 6, False, (), ("题 8：4.5 → 6|Q8: 4.5 → 6", "题 10：3 → 6|Q10: 3 → 6"), "4.5", "58.925", "63.425", "5", "15"),
    ("S2", "网络与数据安全加固|Network and data security", "安全|Security", "信息部|IT",
     1, 3, False, (), ("题 6：2.5 → 3.75|Q6: 2.5 → 3.75", "题 7：1.25 → 3.75|Q7: 1.25 → 3.75"), "3.75", "63.425", "67.175", "20", "40"),
    ("S3", "设备联网与数据采集|Machine connection and data collection", "生产控制类|Production control", "设备部|Maintenance",
     2, 4, True, (), ("题 3：3 → 4.5|Q3: 3 → 4.5", "设备管理★：2 → 3 级|Equipment ★: 2 → level 3"), "1.5", "67.175", "68.675", "50", "110"),
    ("S4", "制造执行系统（MES）|Manufacturing execution system (MES)", "生产控制类|Production control", "制造部|Production",
     6, 6, True, ("S3",), ("生产管控★：2 → 3 级|Production control ★: 2 → level 3",), "0", "68.675", "68.675", "60", "120"),
    ("S5", "工艺数据与设计协同（CAPP/PLM）|Process data and design (CAPP/PLM)", "研发设计类|R&D design", "技术部|Engineering",
     7, 4, True, (), ("题 4：6.3 → 7|Q4: 6.3 → 7", "工艺设计：2 → 3 级|Process design: 2 → level 3"), "0.7", "68.675", "69.375", "30", "60"),
    ("S6", "系统集成与经营看板|System integration and management board", "经营管理类|Business management", "信息部|IT",
     13, 5, False, ("S4",), ("题 5：5 → 7.5|Q5: 5 → 7.5", "决策支持：0 → 2 级|Decision support: 0 → level 2"), "2.5", "69.375", "71.875", "50", "90"),
)  # fmt: skip
QUARTERS = (
    "2027 一季度|2027 Q1", "二季度|Q2", "三季度|Q3", "四季度|Q4", "2028 一季度|2028 Q1", "二季度|Q2",
)  # fmt: skip
PHASES = (
    ("夯实基础|Foundations", ("S1", "S2", "S3"), "75", "165"),
    ("贯通生产|Connect production", ("S4", "S5"), "90", "180"),
    ("协同优化|Plan and decide", ("S6",), "50", "90"),
)  # fmt: skip
SIGNERS = (
    ("诊断顾问|Consultant", "陈𬭎|Chen Hong", datetime(2026, 11, 18, 17, 5, tzinfo=UTC)),
    ("复核人|Reviewer", "李䶮|Li Yan", datetime(2026, 11, 20, 10, 11, tzinfo=UTC)),
)


def complete(context: c.ReportContext, lang: str) -> c.ReportContext:
    """The same firm after a site visit, with a plan."""

    def say(text: str) -> str:
        zh, bar, en = text.partition("|")
        return zh if lang == "zh" or not bar else en

    other = c.OtherResult(voice="self", total=Value(exact="74.325", shown="74.3"), level=3)
    return replace(
        context, limits=context.limits[1:],
        issue=replace(context.issue, edition=2, supersedes="GF-2026-310114-000119"),
        programme=replace(context.programme, provider=say("模拟诊断服务机构|Simulated Provider")),
        result=replace(context.result, voice="verified", as_of=date(2026, 11, 18), other=other),
        dimensions=_with_medians(context.dimensions),
        scenes=None if context.scenes is None else _with_levels(context.scenes),
        signatures=tuple(
            c.Signature(role=say(role), name=say(name), signed_at=at) for role, name, at in SIGNERS
        ),
        visit=o.Visit(
            visited_on=date(2026, 11, 5), evidence=31, interviews=9, review_days=15,
            gap=Value(exact="-15.4", shown="-15.4"),
            findings=tuple(
                o.Finding(no=no, name=say(name), maximum=most, self_points=own, site_points=site,
                          self_percent=before, site_percent=after, why=say(why), evidence=evidence)
                for no, name, most, own, site, before, after, why, evidence in FINDINGS),
        ),
        peers=o.Peers(
            group=say("汽车零部件 · 小型 · 全市|vehicle parts · small · whole city"), count=38,
            among=say("本企业和另外 38 家|38 others and you"),
            threshold=5, as_of=date(2026, 11, 20),
            widened_from=say("汽车零部件 · 小型 · 嘉定区|vehicle parts · small · Jiading"),
            rows=tuple(
                o.PeerRow(name=say(name), own=own, p10=p10, p25=p25, p50=p50, p75=p75, p90=p90,
                          above=above)
                for name, own, p10, p25, p50, p75, p90, above in PEERS),
            levels=tuple(
                o.LevelShare(rank=rank, to=to, percent=share) for rank, to, share in LEVEL_SHARES
            ),
        ),
        chain=o.Chain(
            leader=say("示例整车集团（模拟）|Sample Vehicle Group (simulated)"), leader_level=4,
            dependency="38", tier=1, suppliers=14, diagnosed=9,
            weakest=say("热处理外协|heat treatment"),
            note=say("可追溯率受热处理外协限制：炉号仍以纸单随货传递。|"
                     "Traceability is limited by heat treatment: furnace numbers travel on paper."),
        ),
        plan=o.Plan(
            agreed_on=date(2026, 12, 1), agreed_by=say("李工|Li Gong"), months=18, quarters=tuple(map(say, QUARTERS)), cost_unit=say("万元|10,000 yuan"),
            measures=tuple(
                o.Measure(ref=ref, name=say(name), category=say(category), owner=say(owner),
                          due_on=_due(start + months - 1), quarter=_quarter(_due(start + months - 1)),
                          state=say("未开始|Not started"),
                          start=start, months=months, in_minimum=minimum, requires=requires,
                          changes=tuple(map(say, changes)), gain=gain, total_before=before,
                          total_after=after, cost_low=low, cost_high=high)
                for ref, name, category, owner, start, months, minimum, requires, changes, gain,
                before, after, low, high in MEASURES),
            phases=tuple(
                o.Phase(name=say(name), measures=measures, cost_low=low, cost_high=high)
                for name, measures, low, high in PHASES),
            cost_low="215", cost_high="435", planned=Value(exact="71.875", shown="71.9"),
            planned_level=3, minimum=o.Minimum(
                total=Value(exact="61.125", shown="61.1"), months=11, cost_low="140",
                cost_high="290"),
            follow_up=say("截至 2026-12-10：已完成 0 项，进行中 0 项，未开始 6 项，已取消 0 项。|"
                          "Follow-up as of 2026-12-10: 0 done, 0 started, 6 not started, 0 dropped."),
            disclosures=tuple(
                o.Disclosure(measure=say(MEASURES[no][1]), sells=sells, said_by=say("陈𬭎|Chen Hong"),
                             provider=say("模拟诊断服务机构|Simulated Provider"),
                             said_on=date(2026, 12, 2))
                for no, sells in ((3, True), (5, False))),
        ),
    )  # fmt: skip


def _due(month: int) -> date:
    """The day on which a month of the plan ends, as far as a sample needs to know."""
    return date(2026 + month // 12, month % 12 + 1, 1)


def _quarter(day: date) -> str:
    return f"{day.year} Q{(day.month - 1) // 3 + 1}"


def _with_medians(dimensions: tuple[c.Dimension, ...]) -> tuple[c.Dimension, ...]:
    rest = iter(PART_EXTRAS)
    return tuple(
        replace(dimension, parts=tuple(
            replace(part, peer_percent=peer, planned_percent=planned)
            for part, (peer, planned) in zip(dimension.parts, rest, strict=False)))
        for dimension in dimensions
    )  # fmt: skip


def _with_levels(scenes: c.Scenes) -> c.Scenes:
    groups = (
        replace(group, scenes=tuple(
            replace(scene, self_level=own, planned_level=planned)
            for scene, (_, _, _, own, planned) in zip(group.scenes, rows, strict=True)))
        for group, (_, rows) in zip(scenes.groups, words.SCENES, strict=True)
    )  # fmt: skip
    return replace(scenes, groups=tuple(groups))
