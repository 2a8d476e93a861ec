"""Steps of a programme: 部门推荐、企业申报、第三方机构认证、社会公示、政府审定, in the order a city sets."""

import pytest
from scheme import steps


def walk(*keys, dropped=()):
    return tuple(steps.Step(key, key not in dropped) for key in keys)


USUAL = steps.STEPS
AFTER = ("apply", "examine", "recommend", "certify", "government", "notice", "issue")

GOOD = [
    walk(*USUAL),
    walk(*AFTER),
    walk(*USUAL, dropped=("recommend", "joint_check", "notice", "government")),
    walk(
        "apply",
        "examine",
        "certify",
        "notice",
        "government",
        "joint_check",
        "issue",
        dropped=("joint_check", "government"),
    ),
]


@pytest.mark.parametrize("rows", GOOD)
def test_an_order_that_can_be_walked_has_no_problem(rows):
    assert steps.problems(rows) == ()


BAD = [
    (walk("apply", "certify", "examine", "issue"), ("out_of_order", "certify", "examine")),
    (walk("apply", "examine", "notice", "certify", "issue"), ("out_of_order", "notice", "certify")),
    (
        walk("apply", "examine", "certify", "recommend", "issue"),
        ("out_of_order", "certify", "recommend"),
    ),
    (
        walk("joint_check", "apply", "examine", "certify", "issue"),
        ("out_of_order", "joint_check", "apply"),
    ),
    (walk("apply", "examine", "certify", "issue", "notice"), ("out_of_order", "issue", "notice")),
    (walk("apply", "examine", "issue"), ("missing", "certify", None)),
    (walk(*USUAL, dropped=("certify",)), ("dropped", "certify", None)),
    (walk(*USUAL, "notice"), ("twice", "notice", None)),
]


@pytest.mark.parametrize(("rows", "problem"), BAD)
def test_an_order_that_makes_no_sense_is_told_with_its_step(rows, problem):
    found = {(p.code, p.params["step"], p.params.get("before")) for p in steps.problems(rows)}
    assert problem in found


TIMINGS = [
    (walk(*USUAL), "recommend", "apply", "before"),
    (walk(*AFTER), "recommend", "apply", "after"),
    (walk(*USUAL), "notice", "government", "before"),
    (walk(*AFTER), "notice", "government", "after"),
    (walk(*AFTER, dropped=("government",)), "notice", "government", "before"),
    (walk(*USUAL, dropped=("notice",)), "notice", "government", "none"),
]


@pytest.mark.parametrize(("rows", "step", "anchor", "expected"), TIMINGS)
def test_timing_follows_from_the_place(rows, step, anchor, expected):
    assert steps.timing(rows, step, anchor) == expected


COMPLETED = [
    ((), USUAL),
    (
        ("recommend", "apply", "certify", "notice", "government"),
        (
            "recommend",
            "apply",
            "examine",
            "joint_check",
            "certify",
            "notice",
            "government",
            "issue",
        ),
    ),
    (
        ("apply", "recommend", "certify", "government", "notice"),
        (
            "apply",
            "examine",
            "joint_check",
            "recommend",
            "certify",
            "government",
            "notice",
            "issue",
        ),
    ),
]


@pytest.mark.parametrize(("given", "expected"), COMPLETED)
def test_missing_steps_come_at_their_usual_places(given, expected):
    assert steps.completed(given) == expected
