"""Whose paper it is, by which rules it came about, and who answers for it."""

from dataclasses import dataclass
from datetime import date, datetime

from reports.document.values import Digest, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What makes this paper this paper; printed on cover, footer and verification page."""

    number: str  # of the register, e.g. "GF-2026-310114-000128"; at most 32 characters
    short_code: str  # as a person types it, e.g. "7KQ4-M2XD"
    url: str  # absolute address of the public verification page; also what the QR code holds
    issued_on: date  # the city's day
    edition: int = 1  # 1 for the first, one more for each reissue
    supersedes: str | None = None  # number of the report that this one replaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """The firm as the register knew it on the day of issue."""

    name_zh: str  # always Chinese, whatever the language of the report; up to 80 characters
    name_en: str | None  # always English; an English report without it shows the Chinese name
    credit_code: str  # 18 characters
    district: Text
    industry: Text  # with the code in brackets if wanted: "汽车制造业（36）"
    size: Text | None  # "小型" / "Small"; None where the register cannot tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme and round that asked for the diagnosis."""

    name: Text
    round: Text | None  # "第二轮（2026 年）" / "Second round (2026)"
    provider: Text | None = None  # diagnosis provider; None for a self-assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The framework release that the assessment kept from beginning to end."""

    ref: str  # "miit-sme"
    version: str  # "2024.1"
    title: Text
    notice: Text | None  # number of the official notice, if there is one
    published_on: date | None  # day on which the release was frozen here
    digest: Digest
    rounding: Text  # the rounding rule in words, without a full stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Who answered for the truth of the answers."""

    name: str
    role: Text  # "企业负责人" / "Head of the firm"
    declared_at: datetime  # already in the city's time zone; printed to the minute
    statement: Text  # the sentence that was agreed to


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An electronic signature of a verified report."""

    role: Text
    name: str
    signed_at: datetime  # already in the city's time zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What lets someone else prove the figures; the framework's digest is in `Release`."""

    inputs: Digest  # canonical JSON of all inputs of the score
    passport: Digest  # canonical JSON of the scoring passport
    core_version: str  # version of the scoring core
