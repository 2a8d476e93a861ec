"""Numbers: docs/meaning.md section 1, "found whatever their case, width and blanks"."""

import pytest
from scheme import numbering

MADE = [
    ("WHZZ-{year}-{seq:04d}", {"year": 2024, "seq": 7}, "WHZZ-2024-0007"),
    ("WHZZ-{year}-{seq:04d}", {"year": 2024, "seq": 12345}, "WHZZ-2024-12345"),
    ("{seq}", {"seq": 7}, "7"),
    ("{seq:d}", {"seq": 7}, "7"),
    ("{seq:06}", {"seq": 7}, "000007"),
    (
        "ZZ/{district}/{level}/{seq:03d}",
        {"district": "430211", "level": "A", "seq": 1},
        "ZZ/430211/A/001",
    ),
    ("芜智造〔{year}〕{seq}号", {"year": 2024, "seq": 12}, "芜智造〔2024〕12号"),
]


@pytest.mark.parametrize(("pattern", "values", "number"), MADE)
def test_a_number_is_made_of_a_pattern(pattern, values, number):
    assert numbering.format_number(pattern, **values) == number


REFUSED = [
    ("WHZZ-{year}", "seq_not_once", "must hold {seq} once; it holds it 0 times"),
    ("", "seq_not_once", "0 times"),
    ("{seq}-{seq}", "seq_not_once", "2 times"),
    ("{number}-{seq}", "field_unknown", "{number} is not one of year, seq, level, district"),
    ("{}-{seq}", "field_unknown", "{} is not one of"),
    ("{0}-{seq}", "field_unknown", "{0} is not one of"),
    ("{seq.__class__}", "field_unknown", "{seq.__class__} is not one of"),
    ("{level[0]}-{seq}", "field_unknown", "{level[0]} is not one of"),
    ("{seq!r}", "format_unknown", "'!r' cannot follow seq"),
    ("{seq:>10}", "format_unknown", "'>10' cannot follow seq"),
    ("{seq:4d}", "format_unknown", "'4d' cannot follow seq"),
    ("{seq:099d}", "format_unknown", "'099d' cannot follow seq"),
    ("{seq:{year}}", "format_unknown", "'{year}' cannot follow seq"),
    ("{level:04d}-{seq}", "format_unknown", "'04d' cannot follow level"),
    ("{seq", "syntax", "cannot be read"),
    ("seq}", "syntax", "cannot be read"),
    ("{{{seq}}}", "literal_not_allowed", "no blanks, no braces"),
    ("WHZZ {seq}", "literal_not_allowed", "no blanks, no braces"),
    ("WHZZ\u200b{seq}", "literal_not_allowed", "no blanks, no braces"),
    ("WHZZ-V{seq}", "looks_like_version", "ends like a version"),
]


@pytest.mark.parametrize(("pattern", "code", "words"), REFUSED)
def test_a_pattern_outside_the_safe_subset_is_refused_with_its_reason(pattern, code, words):
    with pytest.raises(numbering.PatternError) as refusal:
        numbering.format_number(pattern, seq=1, year=2024, level="A", district="1")

    assert words in str(refusal.value)
    assert refusal.value.reason.code == code
    assert tuple(refusal.value.reason.params) == numbering.CODES[code]


def test_every_reason_for_refusing_a_pattern_is_tried():
    assert {code for _pattern, code, _words in REFUSED} == set(numbering.CODES)


def test_a_good_pattern_tells_its_fields():
    assert numbering.check_pattern("{level}-{year}-{seq:04d}") == ("level", "year", "seq")


VALUES_REFUSED = [
    ("{year}-{seq}", {"seq": 1}, "needs a value for: year"),
    ("{level}{district}-{seq}", {"seq": 1, "level": ""}, "needs a value for: level, district"),
    ("{seq}", {"seq": 0}, "begins at 1, not 0"),
    ("{seq}-{level}", {"seq": 1, "level": "V2"}, "'1-V2' would read as a version"),
]


@pytest.mark.parametrize(("pattern", "values", "words"), VALUES_REFUSED)
def test_a_number_is_refused_without_its_values(pattern, values, words):
    with pytest.raises(ValueError, match=words):
        numbering.format_number(pattern, **values)


TYPED = [
    "WHZZ-2024-0007",
    "whzz-2024-0007",
    " WHZZ-2024-0007\n",
    "WHZZ - 2024 - 0007",
    "\uff37\uff28\uff3a\uff3a-2024-0007",  # full-width letters
    "WHZZ\uff0d\uff12\uff10\uff12\uff14\uff0d0007",  # full-width hyphens and digits
    "WHZZ\u30002024".replace("\u3000", "\u3000-\u3000") + "-0007",  # ideographic blanks
    "WHZZ\u20132024\u20140007",  # en dash, em dash
    "WHZZ\u2014\u20142024\u22120007",  # the Chinese dash is two, a minus
    "WHZZ\u20112024\u20100007",  # non-breaking hyphen, hyphen
    "\ufeffWHZZ-20\u200b24-0007\u00ad",  # invisible: byte order mark, zero width, soft hyphen
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_is_found_whatever_its_case_width_blanks_and_hyphens(typed):
    assert numbering.normalise(typed) == "WHZZ-2024-0007"


def test_normalising_twice_changes_nothing():
    for point in (*range(0x3400), *range(0xF900, 0x10000)):  # all but ideographs
        once = numbering.normalise(f"a{chr(point)}\u0301- {chr(point)}")
        assert numbering.normalise(once) == once, hex(point)


def test_letters_that_look_alike_stay_apart():
    assert numbering.normalise("WHZZ-O") != numbering.normalise("WHZZ-0")


VERSIONS = [("WHZZ-2024-0007", 1, "WHZZ-2024-0007"), ("WHZZ-2024-0007", 12, "WHZZ-2024-0007-V12")]


@pytest.mark.parametrize(("number", "version", "text"), VERSIONS)
def test_a_changed_certificate_keeps_its_number_with_a_higher_version(number, version, text):
    assert numbering.with_version(number, version) == text


SPLIT = [
    ("whzz-2024-0007\uff0dv12", ("WHZZ-2024-0007", 12)),
    ("WHZZ-2024-0007", ("WHZZ-2024-0007", None)),
    ("WHZZ-2024-0007-V0", ("WHZZ-2024-0007-V0", None)),
    ("-V2", ("-V2", None)),
    ("A-V" + "9" * 5000, ("A-V" + "9" * 5000, None)),
]


@pytest.mark.parametrize(("typed", "found"), SPLIT)
def test_a_scanned_number_is_split_into_number_and_version(typed, found):
    assert numbering.split_version(typed) == found


def test_a_version_below_one_is_refused():
    with pytest.raises(ValueError, match="begins at 1, not 0"):
        numbering.with_version("WHZZ-2024-0007", 0)
