"""The payload of QR codes: what is packed comes back, and nothing else is taken for one."""

from datetime import date

import pytest
from scheme import qr_payload

FACTS = qr_payload.Facts(
    "WHPP-2024-0001",
    2,
    "芜湖示例机器人有限公司",
    "工业机器人",
    date(2024, 3, 4),
    date(2027, 3, 3),
    "0a1b2c3d",
)
SIGNATURE = bytes(range(64))


def test_a_payload_comes_back_as_it_went():
    signed = qr_payload.message(FACTS)
    digits = qr_payload.pack(signed, SIGNATURE)
    assert digits.isdigit()
    assert qr_payload.unpack(digits) == (signed, SIGNATURE)
    assert qr_payload.facts_of(signed) == FACTS


def test_the_signed_bytes_are_these():
    facts = FACTS._replace(holder="芜湖", product="A\n 1")
    assert qr_payload.message(facts).hex() == (
        "42310a574850502d323032342d303030310a320acedfbafe0a4120310a32303234303330340a"
        "32303237303330330a3061316232633364"
    )


def test_long_words_are_cut_and_say_so():
    cut = qr_payload.shortened("长" * 60)
    assert (len(cut), cut[-1]) == (qr_payload.MAX_WORDS, "…")
    assert qr_payload.shortened("长" * 40) == "长" * 40


def test_a_signature_has_its_length():
    with pytest.raises(ValueError, match="64 bytes"):
        qr_payload.pack(b"x", b"y")


@pytest.mark.parametrize("digits", ["", "12", "9" * 120, "１" * 120, "1" * 2001, "a" * 120])
def test_other_texts_are_no_payload(digits):
    with pytest.raises(ValueError, match="not"):
        qr_payload.unpack(digits)


@pytest.mark.parametrize("content", [b"B2\na", b"B1\na\nb", b""])
def test_other_bytes_are_of_no_scheme(content):
    with pytest.raises(ValueError, match="not a payload"):
        qr_payload.facts_of(content)
