"""Draws: the test vectors of docs/draw.md, fairness, and what a record cannot hide."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from scheme import draw
from scheme.draw import DrawError, Entry, Wanted

ROOT = Path(__file__).resolve().parents[3]
SEED = "5f1c" * 16
POOL = (
    Entry("王示例·甲检测中心", group="甲"),
    Entry("李示例·乙大学", group="乙"),
    Entry("张示例·甲检测中心", group="甲"),
    Entry("赵示例·丙研究院", group="丙"),
    Entry("钱示例·丁协会", group="丁", recused=True),
)
TWO = (Wanted("", 2, 1),)


def results(places):
    return {p.key.split("·")[0]: p.result for p in places}


@pytest.mark.parametrize(
    ("word", "drawn", "reserve", "first_ticket"),
    [
        ("", {"王示例", "李示例"}, "赵示例", "06d77daa4eec2d6d6c2ccb2dd31455c3"),
        ("七月流火", {"王示例", "赵示例"}, "李示例", "761dcdfd5c1bc862a5248507bfe36ed0"),
    ],
)
def test_vectors_of_the_document(word, drawn, reserve, first_ticket):
    places = draw.draw(SEED, POOL, TWO, word, per_group=1)
    found = results(places)
    assert {k for k, r in found.items() if r == "drawn"} == drawn
    assert found[reserve] == "reserve"
    assert (found["张示例"], found["钱示例"]) == ("passed", "recused")
    assert places[0].ticket.startswith(first_ticket)


def test_digests_of_the_document():
    text = (ROOT / "docs/draw.md").read_text(encoding="utf-8")
    assert draw.digest(SEED) in text
    assert draw.digest(draw.pool_text(POOL, TWO, 1)) in text


def test_the_order_of_the_pool_and_blanks_around_a_key_change_nothing():
    turned = [replace(e, key=f" {e.key} ") for e in reversed(POOL)]
    assert draw.draw(SEED, turned, TWO, per_group=1) == draw.draw(SEED, POOL, TWO, per_group=1)
    assert draw.pool_text(turned, TWO) == draw.pool_text(POOL, TWO)


def test_every_entry_is_drawn_equally_often():
    pool = [Entry(f"ZS-{n:04d}") for n in range(20)]
    wanted = [Wanted("", 5)]
    hits = Counter(
        p.key
        for run in range(2000)
        for p in draw.draw(f"seed {run}", pool, wanted)
        if p.result == "drawn"
    )
    # 2000 draws of 5 in 20: 500 each, standard deviation 19; chi square of 19 degrees, p = 0.001
    chi_square = sum((hits[e.key] - 500) ** 2 / 500 for e in pool)
    assert chi_square < 43.8


def test_a_stratum_gets_its_own_number_and_the_employer_limit_holds_over_all():
    pool = [Entry(f"T{n}", "技术", f"单位{n}") for n in range(6)]
    pool += [Entry(f"F{n}", "财务", f"单位{n}") for n in range(6)]
    wanted = [Wanted("技术", 2), Wanted("财务", 2)]
    for run in range(50):
        places = draw.draw(str(run), pool, wanted, per_group=1)
        drawn = [p.key for p in places if p.result == "drawn"]
        assert Counter(k[0] for k in drawn) == {"T": 2, "F": 2}
        assert len({k[1] for k in drawn}) == 4


def test_recused_are_never_drawn():
    pool = [Entry(str(n), recused=n % 2 == 0) for n in range(10)]
    for run in range(50):
        places = draw.draw(str(run), pool, [Wanted("", 3, 2)])
        assert all(int(p.key) % 2 for p in places if p.result in ("drawn", "reserve"))


@pytest.mark.parametrize(
    ("pool", "wanted", "per_group", "code"),
    [
        ([Entry("a"), Entry(" ")], [Wanted("", 1)], 0, "key_empty"),
        ([Entry("a"), Entry("a ")], [Wanted("", 1)], 0, "key_twice"),
        ([Entry("a\tb")], [Wanted("", 1)], 0, "text"),
        ([Entry("a")], [], 0, "count"),
        ([Entry("a")], [Wanted("", 0)], 0, "count"),
        ([Entry("a")], [Wanted("", 2)], 0, "too_few"),
        ([Entry("a"), Entry("b", recused=True)], [Wanted("", 2)], 0, "too_few"),
        ([Entry("a", group="x"), Entry("b", group="x")], [Wanted("", 2)], 1, "too_few"),
        (
            [Entry("a", "s", "x"), Entry("b", "t", "x")],
            [Wanted("s", 1), Wanted("t", 1)],
            1,
            "too_few",
        ),
    ],
)
def test_a_pool_that_cannot_be_drawn_from_is_refused_beforehand(pool, wanted, per_group, code):
    with pytest.raises(DrawError) as refusal:
        draw.check(pool, wanted, per_group)
    assert refusal.value.code == code


def test_reserves_may_come_out_fewer():
    places = draw.draw("s", [Entry("a"), Entry("b"), Entry("c")], [Wanted("", 2, 5)])
    assert Counter(p.result for p in places) == {"drawn": 2, "reserve": 1}


def record(**changes):
    places = {p.key: p.result for p in draw.draw(SEED, POOL, TWO, "七月流火", 1)}
    return {
        "number": "CQ-2024-0001",
        "purpose": "专家抽取",
        "seed": SEED,
        "word": "七月流火",
        "commitment": draw.digest(SEED),
        "pool_hash": draw.digest(draw.pool_text(POOL, TWO, 1)),
        "per_group": 1,
        "wanted": [asdict(w) for w in TWO],
        "entries": [{**asdict(e), "result": places[e.key]} for e in POOL],
        **changes,
    }


def test_a_record_that_fits_and_records_that_do_not():
    assert draw.verify(record()) == ()
    assert "commitment" in draw.verify(record(seed="another"))
    assert draw.verify(record(word="七月"))[0].startswith("result:")
    exchanged = record()
    exchanged["entries"][2]["result"], exchanged["entries"][0]["result"] = "drawn", "passed"
    assert draw.verify(exchanged) == ("result:王示例·甲检测中心", "result:张示例·甲检测中心")
    recused = record()
    recused["entries"][1]["recused"] = True
    assert "pool_hash" in draw.verify(recused)


@pytest.mark.parametrize(
    ("changes", "code"), [({}, 0), ({"seed": "another"}, 1), ({"wanted": 1}, 2)]
)
def test_the_script_repeats_a_draw_without_odoo(tmp_path, changes, code):
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record(**changes)), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-S", str(ROOT / "scripts/check_draw.py"), str(file)],
        capture_output=True,
        check=False,
    )
    assert run.returncode == code, run.stdout.decode() + run.stderr.decode()
