"""A random draw that anyone can repeat: pool and seed's digest published before, seed after.

The seed, its generation and the clock are the caller's; here is the arithmetic alone. The prose
version, with a worked example for a pocket hash program, is docs/draw.md.

For each entry of the pool that is not recused its *ticket* is the SHA-256 of
``seed:word:key`` in UTF-8, as 64 hexadecimal digits. Tickets are sorted upwards; from the top,
entries are taken until there are enough. Each entry has the same chance whatever its place in
the pool, for its ticket depends on nothing but the seed, the word and its own key.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ALGORITHM = "SHA-256 tickets, version 1"

_SEPARATORS = "\t\n\r"


@dataclass(frozen=True)
class Entry:
    """One candidate. ``key``: public, stable, unique in the pool (a certificate's number).

    ``stratum``: the part of the pool it is drawn from. ``group``: its employer, where at most so
    many of one employer may be drawn; empty counts towards nobody. ``recused``: stays on the
    list, takes no part.
    """

    key: str
    stratum: str = ""
    group: str = ""
    recused: bool = False


@dataclass(frozen=True)
class Wanted:
    """How many of a stratum: drawn, and reserves behind them in their order."""

    stratum: str
    count: int
    reserves: int = 0


@dataclass(frozen=True)
class Place:
    """Where an entry came out: ``rank`` counts from 1 within its stratum, by ticket.

    ``result``: "drawn", "reserve", "passed" (its employer had enough, or there were enough
    before it) or "recused", which has neither ticket nor rank.
    """

    key: str
    ticket: str
    rank: int
    result: str


class DrawError(ValueError):
    """A pool that cannot be drawn from. ``code``: "key_empty", "key_twice", "text" (a tab or
    line break in a text), "count" (nothing wanted) or "too_few"; ``params`` as a dict."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code}: {params}")
        self.code = code
        self.params = params


def clean(text: str) -> str:
    """A key or a word as it enters the digest: Unicode NFC, without blanks around it."""
    return unicodedata.normalize("NFC", text or "").strip()


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal: what is published of the seed beforehand."""
    return hashlib.sha256(text.encode()).hexdigest()


def pool_text(entries: Iterable[Entry], wanted: Iterable[Wanted], per_group: int = 0) -> str:
    """The frozen terms of the draw as lines of text, in an order of their own.

    First what is wanted, then each entry with tabs between its parts. Its digest is published
    with the seed's: neither the pool nor a recusal nor a number can change afterwards unseen.
    """
    rows = [f"{w.stratum}\t{w.count}\t{w.reserves}" for w in wanted]
    people = [
        "\t".join((e.stratum, e.group, "recused" if e.recused else "", clean(e.key)))
        for e in entries
    ]
    head = [ALGORITHM, f"at most {per_group} of a group" if per_group else "no limit of a group"]
    return "\n".join([*head, *sorted(rows), *sorted(people)])


def ticket(seed: str, word: str, key: str) -> str:
    """The number of one entry, 64 hexadecimal digits."""
    return digest(f"{seed}:{clean(word)}:{clean(key)}")


def check(entries: Iterable[Entry], wanted: Iterable[Wanted], per_group: int = 0) -> None:
    """Raise :class:`DrawError` unless every wanted number can be drawn from the pool.

    Reserves may come out fewer than wanted, the drawn may not.
    """
    entries, wanted = tuple(entries), tuple(wanted)
    _check_texts(entries)
    if not wanted or any(w.count < 1 or w.reserves < 0 for w in wanted):
        raise DrawError("count")
    before, earlier = 0, set()
    for part in sorted(wanted, key=lambda w: w.stratum):
        pool = [e for e in entries if e.stratum == part.stratum and not e.recused]
        rooms = _rooms(pool, per_group)
        # At worst all that earlier strata take is of employers that this one shares with them
        shared = sum(room for group, room in rooms.items() if group and group in earlier)
        free = sum(rooms.values()) - (min(before, shared) if per_group else 0)
        if free < part.count:
            raise DrawError("too_few", stratum=part.stratum, wanted=part.count, found=free)
        before += part.count + part.reserves
        earlier |= set(rooms)


def draw(
    seed: str,
    entries: Iterable[Entry],
    wanted: Iterable[Wanted],
    word: str = "",
    per_group: int = 0,
) -> tuple[Place, ...]:
    """Make the draw.

    :param seed: the revealed seed, as text
    :param word: said by the witness after the seed was committed; may be empty
    :param per_group: at most so many of one group over the whole draw; 0 for no limit
    :return: a place for each entry, strata in order of their names, within one by ticket, the
        recused last
    """
    entries, wanted = tuple(entries), tuple(wanted)
    check(entries, wanted, per_group)
    places: list[Place] = []
    taken: Counter[str] = Counter()
    for part in sorted(wanted, key=lambda w: w.stratum):
        pool = [e for e in entries if e.stratum == part.stratum]
        places += _draw_part(seed, word, pool, part, per_group, taken)
    return tuple(places)


def verify(record: Mapping[str, object]) -> tuple[str, ...]:
    """Check an exported draw against its own statements.

    :param record: as the JSON export: ``seed``, ``word``, ``commitment``, ``pool_hash``,
        ``per_group``, ``wanted``, ``entries`` (each with key, stratum, group, recused, result)
    :return: codes of what does not fit: "commitment", "pool_hash", "result:<key>"; none if all does
    """
    entries = [
        Entry(e["key"], e["stratum"], e["group"], bool(e["recused"])) for e in record["entries"]
    ]
    wanted = [Wanted(w["stratum"], w["count"], w["reserves"]) for w in record["wanted"]]
    per_group = record["per_group"]
    wrong = []
    if digest(record["seed"]) != record["commitment"]:
        wrong.append("commitment")
    if digest(pool_text(entries, wanted, per_group)) != record["pool_hash"]:
        wrong.append("pool_hash")
    said = {e["key"]: e["result"] for e in record["entries"]}
    places = draw(record["seed"], entries, wanted, record["word"], per_group)
    found = {p.key: p.result for p in places}
    wrong += [f"result:{key}" for key in said if said[key] != found.get(key, "passed")]
    return tuple(wrong)


def _check_texts(entries: tuple[Entry, ...]) -> None:
    keys: Counter[str] = Counter()
    for entry in entries:
        key = clean(entry.key)
        if not key:
            raise DrawError("key_empty")
        for text in (key, entry.stratum, entry.group):
            if any(mark in text for mark in _SEPARATORS):
                raise DrawError("text", text=text)
        keys[key] += 1
    twice = sorted(key for key, count in keys.items() if count > 1)
    if twice:
        raise DrawError("key_twice", key=twice[0])


def _rooms(pool: list[Entry], per_group: int) -> dict[str, int]:
    """How many of each group can be drawn."""
    groups = Counter(e.group for e in pool)
    if not per_group:
        return dict(groups)
    return {group: min(count, per_group) if group else count for group, count in groups.items()}


def _draw_part(
    seed: str,
    word: str,
    pool: list[Entry],
    part: Wanted,
    per_group: int,
    taken: Counter[str],
) -> list[Place]:
    tickets = sorted(
        ((ticket(seed, word, e.key), e) for e in pool if not e.recused), key=lambda pair: pair[0]
    )
    places, count = [], 0
    for rank, (number, entry) in enumerate(tickets, 1):
        full = per_group and entry.group and taken[entry.group] >= per_group  # "" is nobody
        if full or count >= part.count + part.reserves:
            result = "passed"
        else:
            result = "drawn" if count < part.count else "reserve"
            count += 1
            taken[entry.group] += 1
        places.append(Place(clean(entry.key), number, rank, result))
    return places + [Place(clean(e.key), "", 0, "recused") for e in pool if e.recused]
