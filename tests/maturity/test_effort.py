"""How many minutes are left: by what each question asks for, rounded up to five."""

from pathlib import Path

from diagnosis.maturity import load_framework
from diagnosis.maturity.effort import minutes_left, seconds_for

MIIT = load_framework(Path("diagnosis/frameworks/miit-sme-2024.yaml"))


def test_a_figure_a_choice_and_the_level_of_a_scene_take_their_time():
    figures = next(each for each in MIIT.questions.values() if len(each.fields) > 1)
    assert seconds_for(figures) == 15 * len(figures.fields)
    assert seconds_for(MIIT.questions["q5"]) == 10
    assert seconds_for(MIIT.questions["s01"]) == 25


def test_each_row_of_a_table_is_a_choice():
    dma = load_framework(Path("diagnosis/frameworks/eu-dma-2023.yaml"))
    table = next(each for each in dma.questions.values() if each.rows)
    assert seconds_for(table) == 10 * len(table.rows)


def test_what_is_left_is_rounded_up_to_five_minutes():
    assert minutes_left(MIIT, []) == 0
    assert minutes_left(MIIT, ["q5"]) == 5
    assert minutes_left(MIIT, [], MIIT.questions) == 5, "to see that they all still hold"
    scenes = [ref for ref, question in MIIT.questions.items() if question.is_scene]
    assert minutes_left(MIIT, scenes[:12]) == 5
    assert minutes_left(MIIT, scenes[:13]) == 10


def test_the_index_of_2024_is_filled_in_in_less_than_twenty_minutes():
    assert 10 <= minutes_left(MIIT, MIIT.questions) <= 20
