"""Shares of sectors: docs/meaning.md section 2, "compares integers: 100 × count ≥ 5 × total"."""

import pytest
from scheme.shares import Item, Rule, at_highest_level, shares


def items(agriculture, others, *, level="A", rank=0, in_batch=True, start=0):
    sectors = ["agriculture"] * agriculture + ["product"] * others
    return [Item(start + n, s, level, rank, in_batch) for n, s in enumerate(sectors)]


EDGE = [  # agriculture, others, met, lacking
    (1, 19, True, 0),
    (1, 20, False, 1),  # 4.76 % is not rounded up to 5 %
    (17, 333, False, 1),  # 武汉2017: 350 in all, 17.5 would be the half
    (18, 332, True, 0),
    (0, 0, True, 0),
    (0, 95, False, 5),  # five more of 100: each added one counts in the total as well
    (0, 96, False, 6),
]


@pytest.mark.parametrize(("agriculture", "others", "met", "lacking"), EDGE)
def test_a_share_compares_whole_numbers(agriculture, others, met, lacking):
    (share,) = shares(items(agriculture, others), [Rule("agriculture", 5, "program")])

    assert (share.is_met, share.lacking) == (met, lacking)
    more = items(agriculture + lacking, others)
    assert shares(more, [Rule("agriculture", 5, "program")])[0].is_met


def test_one_product_counts_once_at_its_highest_level():
    low, high = Item("p", "service", "C", 0, False), Item("p", "service", "A", 2, True)

    assert at_highest_level([low, high]) == (high,)
    (share,) = shares([low, high], [Rule("service", 5, "program")])
    assert (share.count, share.total) == (1, 1)


def test_scopes_differ_over_the_same_items():
    before = items(5, 5, in_batch=False)
    batch = items(0, 10, level="B", rank=1, start=100)

    def count(scope):
        return [
            (share.level, share.count, share.total)
            for share in shares(before + batch, [Rule("agriculture", 5, scope)])
        ]

    assert count("batch") == [(None, 0, 10)]
    assert count("level") == [("A", 5, 10), ("B", 0, 10)]
    assert count("program") == [(None, 5, 20)]


def test_a_share_without_a_ruled_scope_is_refused():
    with pytest.raises(ValueError, match="scope"):
        shares([], [Rule("service", 5, "")])
