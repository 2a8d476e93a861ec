"""Same assessor, same enterprise, case after case."""

import pytest
from scheme.streaks import Streak, longest


@pytest.mark.parametrize(
    ("cases", "streaks"),
    [
        ([], []),
        ([(1, [7])], []),
        ([(1, [7]), (1, [7])], [Streak(1, 7, 2)]),
        ([(1, [7]), (2, [7])], []),  # another enterprise
        ([(1, [7]), (2, [8]), (1, [7])], [Streak(1, 7, 2)]),  # others in between do not break it
        ([(1, [7]), (1, [8]), (1, [7])], []),  # broken
        ([(1, [7, 8]), (1, [8, 7]), (1, [7])], [Streak(1, 7, 3), Streak(1, 8, 2)]),
        ([(1, [7])] * 3 + [(1, [8])] + [(1, [7])] * 2, [Streak(1, 7, 3)]),  # the longest counts
        ([(1, [7, 7])], []),  # appointed twice for one case
    ],
)
def test_the_longest_run_of_each_pair(cases, streaks):
    assert longest(cases) == streaks
