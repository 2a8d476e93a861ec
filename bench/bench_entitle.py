"""10,000 claims entitled in one run, against as many bare rows created in the same run.

    make bench                                                    on a copy of the demo
    BENCH_DB=name [BENCH_CONFIG=odoo.conf] python bench/bench_entitle.py    on a clone of a database

Ours gathers the facts of 10,000 certificates, decides each by the pure function, makes its claim and
keeps the decision with its explanation. The baseline creates rows of the same two models by Odoo's
own `create`, with the same values, and nothing else. Both run in turns, half of the certificates each
time, so that what else the machine does meets both alike.
"""

import os
import sys

from harness import Clock, run
from rewards import RewardCity

COUNT = int(os.environ.get("BENCH_COUNT", "10000"))
WARM, ROUNDS, EACH = 20, 2, 5  # EACH: products of one enterprise
MOST = 2.0
_OWN = ("id", "create_uid", "create_date", "write_uid", "write_date", "state", "access_token")


def compare(env):
    city = RewardCity(env)
    print(f"Preparing {COUNT} certificates without a policy ...")
    warm = city.certificates(city.partners(WARM))
    parts = [city.certificates(city.partners(COUNT // EACH // ROUNDS), EACH) for _ in range(ROUNDS)]
    city.make_policy()
    city.make_fund(COUNT)
    ours, bare = (Clock(city.env, COUNT) for _side in range(2))
    entitle(city, warm, Clock(city.env, WARM))
    for certificates in parts:
        # every run finds the cache as a cron does
        city.env.flush_all()
        city.env.invalidate_all()
        claims = entitle(city, certificates, ours)
        create_bare(city, claims, bare)
    bare.report("Bare Odoo: the same claims and decisions created")
    ours.report(f"award.claim: {COUNT} entitled")
    ours.ratio_to(bare, f"entitle {COUNT}")
    return 0 if ours.cpu / bare.cpu <= MOST else failed(f"above {MOST} of a bare create")


def failed(words):
    print(words, file=sys.stderr)
    return 1


def entitle(city, certificates, clock):
    Claim = city.env["award.claim"].sudo()
    with clock.lap("gather, decide, create, explain"):
        claims = Claim._entitle(certificates)
    if len(claims) != len(certificates) or set(claims.mapped("decision_status")) != {"due"}:
        sys.exit("Not all certificates were entitled.")
    return claims


def create_bare(city, claims, clock):
    """The same rows, under keys of their own."""
    rows = {}
    for records in (claims, claims.decision_id):
        names = [
            name
            for name, field in records._fields.items()
            if field.store
            and field.type not in ("one2many", "many2many")
            and name not in _OWN
            and not field.compute
            and not field.related
        ]
        rows[records._name] = records.read(names, load="")
        for row in rows[records._name]:
            row.pop("id")
    for row in rows["award.claim"]:
        row["event_key"] = f"bare:{row['event_key']}"
        row["decision_id"] = False
    for row in rows["award.decision"]:
        row["claim_id"] = False
    city.env.invalidate_all()
    for model, of_model in rows.items():
        with clock.lap(f"create {model}"):
            city.env[model].sudo().create(of_model)


if __name__ == "__main__":
    sys.exit(run(compare))
