"""Codes of GB/T 4754-2017 as people write them, and what lies within what."""

import pytest
from scheme import industries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C3491", "C3491"),
        ("3491", "C3491"),
        (" c34 ", "C34"),
        ("C34", "C34"),
        ("01", "A01"),
        ("97", "T97"),
        ("C", "C"),
        ("A34", None),  # division 34 is of section C
        ("98", None),
        ("00", None),
        ("U", None),
        ("C3", None),
        ("C34911", None),
        ("机器人", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_is_read_with_and_without_its_letter(written, code):
    assert industries.normalise(written) == code


def test_sections_follow_one_another_without_a_gap():
    bounds = list(industries.SECTIONS.values())
    assert bounds[0][0] == 1
    assert bounds[-1][1] == 97
    assert all(
        low == before[1] + 1 for before, (low, _high) in zip(bounds, bounds[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("code", "scope", "is_covered"),
    [
        ("C3491", ["C"], True),
        ("C3491", ["C34"], True),
        ("3491", ["I", "C34"], True),
        ("C3491", ["C35"], False),
        ("C34", ["C3491"], False),  # the whole division is more than one of its classes
        ("C", ["C34"], False),
        (None, ["C"], False),  # an unknown industry lies nowhere
        ("C34", [], False),
    ],
)
def test_an_industry_is_covered_by_itself_and_what_contains_it(code, scope, is_covered):
    assert industries.is_covered(code, scope) is is_covered
