"""Identity numbers: the check of GB 11643 on invented ones."""

import pytest
from scheme import identity

NUMBERS = [
    ("34020219900101001X", None),
    ("340202 19900101 001x", None),
    ("340202199001010011", "check_digit"),
    ("34020219901301001X", "check_digit"),  # no thirteenth month
    ("E12345678", None),  # a passport
    ("123", "short"),
    (" ", "missing"),
    (None, "missing"),
]


def with_check_digit(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]
    )


@pytest.mark.parametrize(("number", "problem"), NUMBERS)
def test_a_number_of_18_digits_must_fit_and_others_need_a_length(number, problem):
    assert identity.problem(number) == problem


def test_the_check_digit_may_be_an_x_in_either_case():
    number = next(
        full
        for n in range(200)
        if (full := with_check_digit(f"34020219900101{n:03d}")).endswith("X")
    )
    assert identity.is_identity_number(number.lower())
