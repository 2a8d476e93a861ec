"""What the QR code of a certificate says by itself, signed, so that it is checked without network.

The text of a payload is GB 18030 (two bytes a Chinese character), its parts separated by line ends:

    B1  number  version  holder  product  first day  last day  key id      (days as 20240304)

The payload followed by 64 bytes of signature (ECDSA P-256 with SHA-256, r and s) is written as one
number with decimal digits: a QR code packs digits tightest, and they pass through any link. A byte
1 in front keeps leading zeros. Signing and checking a signature is left to the caller.
"""

import re
from datetime import date
from typing import NamedTuple

SCHEME = "B1"
SIGNATURE_BYTES = 64
# Longer words are cut, so that the code stays coarse enough for the phone of a customer
MAX_WORDS = 40
_ENCODING = "gb18030"
_DIGITS = re.compile(r"[0-9]{100,2000}", re.ASCII)


class Facts(NamedTuple):
    """The face of a certificate, as far as its code tells it."""

    number: str
    version: int
    holder: str
    product: str
    date_start: date
    date_end: date
    key_id: str


def message(facts: Facts) -> bytes:
    """The bytes that are signed."""
    parts = (
        SCHEME,
        _flat(facts.number),
        str(facts.version),
        shortened(facts.holder),
        shortened(facts.product),
        f"{facts.date_start:%Y%m%d}",
        f"{facts.date_end:%Y%m%d}",
        facts.key_id,
    )
    return "\n".join(parts).encode(_ENCODING)


def shortened(words: str) -> str:
    """Words as the code has them: on one line, cut with an ellipsis."""
    words = _flat(words)
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1]}…"


def pack(signed: bytes, signature: bytes) -> str:
    """Digits for the code, of the signed bytes and their signature."""
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError(f"a signature has {SIGNATURE_BYTES} bytes, not {len(signature)}")
    return str(int.from_bytes(b"\x01" + signed + signature))


def unpack(digits: str) -> tuple[bytes, bytes]:
    """``(signed bytes, signature)`` of the digits in a code.

    :raises ValueError: for anything that is no payload
    """
    if not _DIGITS.fullmatch(digits):
        raise ValueError("not the digits of a payload")
    number = int(digits)
    content = number.to_bytes((number.bit_length() + 7) // 8)
    if content[:1] != b"\x01" or len(content) <= SIGNATURE_BYTES + 1:
        raise ValueError("not a payload")
    return content[1:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]


def facts_of(signed: bytes) -> Facts:
    """What signed bytes say; they are believed only after their signature was checked.

    :raises ValueError: for bytes of another scheme
    """
    scheme, *parts = signed.decode(_ENCODING).split("\n")
    if scheme != SCHEME or len(parts) != len(Facts._fields):
        raise ValueError("not a payload of this scheme")
    number, version, holder, product, start, end, key_id = parts
    return Facts(number, int(version), holder, product, _day(start), _day(end), key_id)


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _flat(words: str) -> str:
    return " ".join((words or "").split())
