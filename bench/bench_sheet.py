"""A list of 100,000 claims as XLSX, against XlsxWriter alone writing as many equal cells.

    make bench                                                    on a copy of the demo
    BENCH_DB=name [BENCH_CONFIG=odoo.conf] python bench/bench_sheet.py    on a clone of a database

Ours searches, checks access, reads the rows and writes the file. The baseline holds its cells in
memory already and only writes them, by XlsxWriter in constant memory, without a loop of ours around
each cell's kind. Both run in turns. Printed too: by how much the process grew while 10,000 and while
100,000 rows were written.
"""

import os
import resource
import sys
import tempfile
from datetime import date, datetime
from itertools import islice

import xlsxwriter
from harness import Clock, run
from rewards import RewardCity

COUNT = int(os.environ.get("BENCH_COUNT", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CHUNK = 2_000
MOST = 1.5
MOST_GROWTH = 40  # MiB, for 100,000 rows; their ids alone are 4


def compare(env):
    city = RewardCity(env)
    city.make_policy()
    city.make_fund(1)
    claim = city.certificates(city.partners(1)).claim_ids
    print(f"Preparing {COUNT} claims ...")
    multiply(city.env, claim, COUNT)
    Claim = city.env["award.claim"].with_user(city.users["maker"])
    domain = [("rule_id", "=", claim.rule_id.id)]
    Claim._write_sheet(tempfile.TemporaryFile(), [("id", "=", claim.id)])
    growth = {
        rows: grown_by(Claim, [*domain, ("id", "<", claim.id + rows)]) for rows in (10_000, COUNT)
    }
    columns = Claim._sheet_columns("list")
    chunk = [tuple(row) for row in islice(Claim._sheet_rows(domain, columns), CHUNK)]
    ours, bare = (Clock(city.env, COUNT) for _side in range(2))
    for _round in range(ROUNDS):
        city.env.invalidate_all()
        with bare.lap("XlsxWriter alone"), tempfile.TemporaryFile() as file:
            write_bare(file, chunk)
        with ours.lap("search, read, write"), tempfile.TemporaryFile() as file:
            if Claim._write_sheet(file, domain) != COUNT:
                sys.exit("Not all claims are in the file.")
    bare.report(f"XlsxWriter: {ROUNDS} times {COUNT} rows of {len(chunk[0])} cells")
    ours.report("award.claim as XLSX")
    ours.ratio_to(bare, f"XLSX of {COUNT} rows, {ROUNDS} times")
    for rows, grown in growth.items():
        print(f"the process grew by {grown:.0f} MiB while {rows} rows were written")
    is_good = ours.cpu / bare.cpu <= MOST and max(growth.values()) <= MOST_GROWTH
    return 0 if is_good else print(f"above {MOST} or {MOST_GROWTH} MiB", file=sys.stderr) or 1


def multiply(env, claim, count):
    """Copies of one claim, by SQL: how they came about is not what is measured."""
    env.flush_all()
    env.cr.execute("SELECT * FROM award_claim LIMIT 0")
    names = [column.name for column in env.cr.description if column.name != "id"]
    own = {"name": "'JL-' || n", "event_key": "event_key || ':' || n"}
    env.cr.execute(
        f"INSERT INTO award_claim ({', '.join(names)})"
        f" SELECT {', '.join(own.get(name, name) for name in names)}"
        " FROM award_claim, generate_series(2, %s) n WHERE id = %s",
        [count, claim.id],
    )
    env.invalidate_all()


def grown_by(Claim, domain):
    """MiB by which the process's peak grew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryFile() as file:
        Claim._write_sheet(file, domain)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def write_bare(file, chunk):
    """The same cells, with the method for each kind chosen beforehand."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        ways = {
            str: (sheet.write_string, None),
            int: (sheet.write_number, None),
            float: (sheet.write_number, money),
            date: (sheet.write_datetime, day),
        }
        cells = [
            [
                (place, *ways[type(value)], _plain(value))
                for place, value in enumerate(row)
                if value is not None and value is not False
            ]
            for row in chunk
        ]
        for number in range(COUNT):
            for place, method, style, value in cells[number % len(cells)]:
                method(number + 1, place, value, style)


def _plain(value):
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


if __name__ == "__main__":
    sys.exit(run(compare))
