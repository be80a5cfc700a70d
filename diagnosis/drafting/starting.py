"""What a draft begins with: a release under a new version, or the blank framework."""

import re

from diagnosis.drafting.files import Files, read_trees, write_files
from diagnosis.models import Release

_VERSION_LINE = re.compile(r"^version:.*$", re.MULTILINE)

BLANK_RULES = """\
# A framework of one question. Change everything; the page on the format says what may stand here.
format: "1"
ref: my-framework
version: "1"
publisher: Who issues the framework
source: Number or address of the document
issued_on: "2026-01-01"
languages: [zh, en]
monotone: "yes"
total: total
places: "1"

sources:
  - {ref: document, title: Title of the document, locator: Where it can be read, grade: A}

parts:
  - {ref: total, rule: sum, max: "100", axis: yes, questions: [q1]}

sections:
  - {ref: first, part: total, kind: questions, questions: [q1]}

levels:
  - rank: "1"
    ref: basic
    names: {zh: 基础级, en: Basic}
    status: unverified
    sources: [document]
    conditions:
      - {ref: score, kind: score, part: total, at_least: "50"}

questions:
  - ref: q1
    slug: first-question
    kind: single
    max: "100"
    sources: [document]
    options:
      - {ref: A, points: "0"}
      - {ref: B, points: "50"}
      - {ref: C, points: "100"}
"""

BLANK_ZH = """\
language: zh
name: 框架名称
short_name: 框架简称
summary: 用一两句话说明这个框架评什么、怎么评。
level_rule: 说明怎样定级。
source_note: 说明分值和权重出自哪里。

parts:
  total: {name: 总分, short: 总分}

sections:
  first: {title: 第一节, hint: 这一节问什么}

levels:
  basic: {gist: 达到这一级意味着什么}

questions:
  q1:
    text: 要问的问题
    label: 简短的题名
    hint: 怎样作答
    help: 举一个例子
    evidence: 哪些材料可以证明
    options: {A: 没有, B: 部分有, C: 都有}
"""

BLANK_EN = """\
language: en
name: Name of the framework
short_name: Short name
summary: What the framework looks at and how, in a sentence or two.
level_rule: How the level is found.
source_note: Where points and weights come from.

parts:
  total: {name: Total, short: Total}

sections:
  first: {title: First section, hint: What this section asks}

levels:
  basic: {gist: What it means to have reached this level}

questions:
  q1:
    text: The question
    label: A short label
    hint: How to answer
    help: An example
    evidence: What would prove it
    options: {A: None, B: In part, C: All}
"""

BLANK_SAMPLES = """\
# Sheets with the results they must give; publishing is refused while one does not hold.
samples:
  - {name: the best answer, start: best, expect: {total: "100", level: "1"}}
  - {name: the lowest answer, start: lowest, expect: {total: "0", level: none}}
"""

BLANK = Files(BLANK_RULES, {"zh": BLANK_ZH, "en": BLANK_EN}, BLANK_SAMPLES)


def next_version(release: Release, version: str) -> Files:
    """The files of a release under a new version, comments kept where that is possible."""
    files = Files.of_release(release)
    trees = read_trees(files)
    trees.rules["version"] = version
    renamed = files.with_file("rules", _VERSION_LINE.sub(f'version: "{version}"', files.rules, 1))
    return renamed if read_trees(renamed) == trees else write_files(trees, files)
