"""Which applications may be for the same thing, and on what grounds."""

from dataclasses import replace

import pytest
from scheme.duplicates import GROUNDS, Item, find, match, normalise

ONE = Item(
    key=1,
    enterprise=10,
    family=10,
    name="六轴机器人",
    model="er20",
    trademark="示例",
    trademark_no="12345678",
    standards=frozenset({7}),
    program=1,
    district=1,
    body=1,
)
OTHER = replace(
    ONE, key=2, enterprise=20, family=20, name="点焊机器人", trademark_no="", trademark=""
)

CASES = [
    # the same enterprise: the same name is suspected, unless model and standard both differ
    ({"enterprise": 10, "family": 10, "name": "六轴机器人"}, ["same_enterprise", "same_product", "same_standard"]),
    ({"enterprise": 10, "family": 10, "name": "六轴机器人", "model": "er50", "standards": frozenset()}, []),
    ({"enterprise": 10, "family": 10, "name": "六轴机器人", "model": "", "standards": frozenset()},
     ["same_enterprise", "same_product"]),
    # one brand on two products of one enterprise is no duplicate
    ({"enterprise": 10, "family": 10, "trademark_no": "12345678"}, []),
    # parent and subsidiary share a brand
    ({"family": 10, "trademark_no": "12345678"}, ["same_family", "same_trademark", "same_standard"]),
    # two strangers under one registration number, in another district and body
    ({"trademark_no": "12345678", "district": 2, "body": 2, "standards": frozenset()},
     ["same_trademark", "other_district", "other_body"]),
    # the words of a mark count only where a number is not known
    ({"trademark": "示例"}, ["same_trademark", "same_standard"]),
    ({"trademark": "示例", "trademark_no": "87654321"}, []),
    # strangers with the same product, model and standard
    ({"name": "六轴机器人", "program": 2}, ["same_product", "same_standard", "other_program"]),
    ({"name": "六轴机器人", "model": ""}, []),
    ({"name": "六轴机器人", "standards": frozenset()}, []),
]  # fmt: skip


@pytest.mark.parametrize(("differs", "grounds"), CASES)
def test_what_coincides_is_the_suspicion(differs, grounds):
    found = match(ONE, replace(OTHER, **differs))

    assert list(found) == grounds
    assert [code for code in GROUNDS if code in found] == grounds


def test_nothing_is_a_duplicate_of_itself():
    assert find([ONE], [ONE]) == []


def test_names_are_compared_whatever_their_width_case_and_signs():
    assert normalise("ＥＲ20-1780 型") == normalise("er20 1780型")
    assert normalise(None) == normalise("——") == ""
