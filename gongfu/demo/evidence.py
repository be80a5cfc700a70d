"""A little evidence, made by code: a photo and a list of machines, for the firm behind the sign-ins
and for the reviews of the printed consultant."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import typst
from PIL import Image, ImageDraw

from diagnosis.answers import key_of
from diagnosis.evidence import storing
from diagnosis.evidence.contents import PDF, PNG
from diagnosis.maturity import Framework
from diagnosis.models import Evidence, Picture, Status
from diagnosis.services.attaching import queue_picture
from enterprises.models import Enterprise
from gongfu.core.models import User
from gongfu.demo.assessing import Written
from reports.document.fonts import fonts

REVIEWS = 2
LEDGER = """#set document(date: none)
#set page(paper: "a5", flipped: true, margin: 16mm)
#set text(font: "Noto Sans SC", lang: "zh", size: 11pt)
= 生产设备台账（样例，模拟数据）
#v(6mm)
#table(
  columns: (auto, 1fr, auto, auto),
  inset: 8pt,
  fill: (_, y) => if y == 0 { rgb("#e4eff1") },
  [*编号*], [*设备*], [*数控*], [*联网*],
  [A-01], [立式加工中心], [是], [是],
  [A-02], [卧式加工中心], [是], [是],
  [A-03], [数控车床], [是], [否],
  [B-01], [冲压机], [是], [否],
  [B-02], [注塑机], [是], [是],
  [C-01], [装配线], [否], [否],
)
"""


def add_evidence(
    written: Sequence[Written], shown: Enterprise, frameworks: dict[str, Framework], reviewer: User
) -> None:
    """Two files beside the first question of a few assessments; the workers draw their pictures."""
    own = [row for row in written if row.assessment.enterprise_id == shown.pk]
    reviews = [
        row
        for row in written
        if row.assessment.status == Status.IN_REVIEW and row.consultant == reviewer
    ]
    chosen = [*own, *reviews[:REVIEWS]]
    files = (("车间设备看板.png", PNG, panel()), ("生产设备台账-2026.pdf", PDF, ledger()))
    for row in chosen:
        ref = next(iter(frameworks[row.case.framework].questions))
        _attach(row, ref, files)


def _attach(row: Written, ref: str, files: Iterable[tuple[str, str, bytes]]) -> None:
    assessment = row.assessment
    at: datetime = assessment.last_answer_at or assessment.opened_at
    for name, content_type, content in files:
        stored, digest = storing.keep([content])
        evidence = Evidence.objects.create(
            assessment=assessment,
            key=key_of(assessment.framework_ref, ref),
            name=name,
            stored=stored,
            size=len(content),
            digest=digest,
            content_type=content_type,
            picture=Picture.PENDING,
            uploaded_by=row.person,
        )
        Evidence.objects.filter(pk=evidence.pk).update(uploaded_at=at + timedelta(minutes=5))
        queue_picture(evidence=evidence)


def panel() -> bytes:
    """The screen on a shop floor: how six machines are doing."""
    image = Image.new("RGB", (960, 640), "#10181d")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 960, 64), fill="#0f5468")
    for machine, load in enumerate((82, 64, 91, 38, 73, 55)):
        left, top = 40 + machine % 3 * 300, 110 + machine // 3 * 260
        draw.rounded_rectangle((left, top, left + 280, top + 230), 12, fill="#172229")
        draw.rectangle((left + 24, top + 190, left + 256, top + 206), fill="#2c3b44")
        tone = "#6cc0d4" if load > 50 else "#d8a24a"
        draw.rectangle((left + 24, top + 190, left + 24 + 232 * load // 100, top + 206), fill=tone)
        draw.text((left + 24, top + 24), f"{load}%", fill="#ffffff", font_size=72)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def ledger() -> bytes:
    """A list of machines, as a firm would print it from its books."""
    document = typst.compile(LEDGER.encode(), format="pdf", font_paths=fonts())
    assert isinstance(document, bytes)
    return document
