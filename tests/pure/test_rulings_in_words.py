"""What a policy leaves open is put to the city in words: no key has to be known or typed."""

import csv
import re
from pathlib import Path

import pytest

ADDONS = Path(__file__).parents[2] / "addons"
CITIES = sorted(path.parent for path in ADDONS.glob("brand_city_*/data/brand.ruling.csv"))


def rows(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("folder", CITIES, ids=lambda folder: folder.parent.name)
def test_every_proposed_answer_has_its_words(folder):
    answers = rows(folder, "brand.ruling.answer.csv")
    aspects = {(row["code"], row["key"]): row["aspect"] for row in answers}
    assert len(aspects) == len(answers) == len({row["id"] for row in answers})
    for ruling in rows(folder, "brand.ruling.csv"):
        assert None not in ruling, f"{ruling['code']}: a comma that is not quoted"
        proposed = [(ruling["code"], key) for key in ruling["proposed"].split("+")]
        assert set(proposed) <= set(aspects), ruling["code"]
        asked = [aspects[one] for one in proposed if aspects[one]]
        assert len(asked) == len(set(asked)), f"{ruling['code']}: answers that exclude each other"


@pytest.mark.parametrize("folder", CITIES, ids=lambda folder: folder.parent.name)
def test_a_question_is_explained_without_keys(folder):
    keys = {row["key"] for row in rows(folder, "brand.ruling.answer.csv")}
    for ruling in rows(folder, "brand.ruling.csv"):
        named = set(re.findall(r"[a-z][a-z0-9_-]+", ruling["explanation"]))
        assert not named & keys, f"{ruling['code']}: {named & keys}"
