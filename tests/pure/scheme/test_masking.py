"""Persons on public lists."""

import pytest
from scheme import masking

NAMES = [
    ("张三", "张*"),
    ("张三丰", "张*丰"),
    ("欧阳锋", "欧阳*"),
    ("欧阳三丰", "欧阳*丰"),
    ("欧阳", "欧*"),  # two characters only: family name and given name
    ("张 三 丰", "张*丰"),
    ("阿依古丽·买买提", "阿***·买**"),
    ("John Smith", "J*** S****"),
    ("张", "张"),
    ("", ""),
    (None, ""),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_persons_name_keeps_the_family_name_and_the_last_character(name, shown):
    assert masking.mask_person(name) == shown


NUMBERS = [
    ("340202199001011234", "3402**********1234"),
    ("340202 19900101 1234", "3402**********1234"),
    ("E12345678", "E123*5678"),
    ("12345678", "********"),  # its ends would be all of it
    (None, ""),
]


@pytest.mark.parametrize(("number", "shown"), NUMBERS)
def test_a_documents_number_keeps_its_ends_only(number, shown):
    assert masking.mask_number(number) == shown


def test_a_company_is_named_in_full_and_a_person_is_not():
    assert masking.for_notice("芜湖某某机器人有限公司") == "芜湖某某机器人有限公司"
    assert masking.for_notice("张三丰", is_person=True) == "张*丰"


def test_numbers_and_phones_in_a_companys_line_are_masked_too():
    text = masking.for_notice("联系人13812345678, 身份证340202199001011234")
    assert "13812345678" not in text
    assert "340202199001011234" not in text
