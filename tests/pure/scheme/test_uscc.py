"""The unified social credit code: real and invented ones."""

import pytest
from scheme import uscc
from scheme.uscc import Problem

GOOD = [
    "91110000101623741K",
    "911101066976941872",
    "91350100M000100Y43",
    "91340202MAXXT0013L",
    "91420106MAXXT0013P",
    "91430202MAXXT00137",
    "91320508MAXXT0013J",
    "93430224MAXXT0013W",  # farmers' cooperative
    "N1430224MAXXT0013M",  # rural collective
    "12420100MAXXT00136",  # public institution
    "91340202MAXX001030",  # the sum is a multiple of 31: check digit 0
]


@pytest.mark.parametrize("code", GOOD)
def test_a_good_code_has_no_problem(code):
    assert uscc.problems(code) == ()
    assert uscc.check_digit(code[:-1]) == code[-1]


@pytest.mark.parametrize("prefix", ["N1", "A1", "Y1", "G1", "J1"])
def test_letters_stand_in_the_first_places_too(prefix):
    body = f"{prefix}430224MAXXT0013"

    assert uscc.problems(body + uscc.check_digit(body)) == ()


def test_a_wrong_check_digit_is_a_warning_because_such_codes_are_in_use():
    assert uscc.problems("91350211M0000XUF46") == (
        Problem(
            "check_digit",
            "warning",
            {"found": "6", "expected": uscc.check_digit("91350211M0000XUF4")},
        ),
    )


WRONG = [
    ("", [("length", {"length": 0, "expected": 18})]),
    ("91340202MAXXT0013", [("length", {"length": 17, "expected": 18})]),
    ("91340202MAXXT0013LL", [("length", {"length": 19, "expected": 18})]),
    ("9134O202MAXXT0013I", [("alphabet", {"characters": "OI", "places": (5, 18)})]),
    (
        "91340202-MAXXT0013L",
        [
            ("length", {"length": 19, "expected": 18}),
            ("alphabet", {"characters": "-", "places": (9,)}),
        ],
    ),
]


@pytest.mark.parametrize(("code", "expected"), WRONG)
def test_a_wrong_length_or_character_is_an_error_told_with_its_place(code, expected):
    assert uscc.problems(code) == tuple(Problem(name, "error", params) for name, params in expected)


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_not_in_the_alphabet(letter):
    assert [p.code for p in uscc.problems(f"9134020{letter}MAXXT0013L")] == ["alphabet"]


TYPED = [
    "91340202maxxt0013l",
    " 91340202 MAXXT0013 L\t",
    "\uff19\uff11340202MAXXT0013\uff2c",
    "91340202\u200bMAXXT0013L",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_code_is_stored_in_one_form_whatever_was_typed(typed):
    assert uscc.normalise(typed) == "91340202MAXXT0013L"
    assert uscc.problems(typed) == ()


@pytest.mark.parametrize("first17", ["", "91340202MAXXT001", "9134O202MAXXT0013"])
def test_no_check_digit_is_made_for_what_is_not_a_code(first17):
    with pytest.raises(ValueError, match="Give 17 characters"):
        uscc.check_digit(first17)


def test_every_change_of_one_character_is_noticed():
    code = "91340202MAXXT0013L"
    for place, original in enumerate(code):
        for other in set(uscc.ALPHABET) - {original}:
            changed = code[:place] + other + code[place + 1 :]
            assert [p.code for p in uscc.problems(changed)] == ["check_digit"]


def test_every_code_is_declared_with_its_parameters():
    for typed in ("X", "9134O202MAXXT0013L", "91340202MAXXT0013K"):
        for problem in uscc.problems(typed):
            assert tuple(problem.params) == uscc.CODES[problem.code]
