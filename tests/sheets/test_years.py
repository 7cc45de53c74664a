"""The years that a text names."""

import pytest

from sheets.years import date_behind, in_figures, like, spans_in, years_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年12月底前", [2022]),
        ("２０２２ 年底", [2022]),
        ("二〇二二年、二零二一年", [2022, 2021]),
        ("22年底前，21年3月", [2022, 2021]),
        ("2022-03-01、2022/3/1、2022.03、2022.3月底", [2022, 2022, 2022, 2022]),
        ("2022-2024年三年行动", [2022, 2024]),
        ("2022/2023学年", [2022, 2023]),
        ("2022.3-2023.6", [2022, 2023]),
        ("使用22年", []),
        ("2022元，共2022人，≥2022.5万元，2022-2023人", []),
        ("〔2022〕12号，12022年", []),
        ("", []),
    ],
)
def test_it_finds_what_is_a_year(text, expected):
    assert [one.year for one in years_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "has_months", "is_school"),
    [
        ("2022年9月至2023年6月", True, False),
        ("2022.9-2023.6", True, False),
        ("2022-2023年", False, False),
        ("2022年～2023年", False, False),
        ("2022/2023学年", False, True),
    ],
)
def test_it_knows_a_period(text, has_months, is_school):
    [span] = spans_in(text)
    assert (span.first.year, span.last.year) == (2022, 2023)
    assert (span.has_months, span.is_school) == (has_months, is_school)


def test_two_years_in_a_sentence_are_no_period():
    assert spans_in("2022年比2023年少；2022年至2022年") == []


def test_it_reads_the_day_behind_a_year():
    [one] = years_in("2022年1月15日会议纪要")
    assert date_behind("2022年1月15日会议纪要", one) == (1, 15)
    [one] = years_in("2022年1月会议")
    assert date_behind("2022年1月会议", one) == (1, None)
    [one] = years_in("2022年预算")
    assert date_behind("2022年预算", one) is None


def test_chinese_figures_are_read():
    assert in_figures("二〇二二年底，二零二一年，2020年") == "2022年底，2021年，2020年"
    assert in_figures("二十二人，二〇二室") == "二十二人，二〇二室"


def test_another_year_looks_the_same():
    assert like("2022", 2023) == "2023"
    assert like("２０２２", 2023) == "２０２３"
    assert like("二〇二二", 2030) == "二〇三〇"
    assert like("二零二二", 2030) == "二零三零"
