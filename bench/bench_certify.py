"""1,000 applications decided and certified, against as many bare rows created in the same run.

    make bench                                                    on a copy of the demo
    BENCH_DB=name [BENCH_CONFIG=odoo.conf] python bench/bench_certify.py    on a clone of a database

Ours is one meeting's decision on all of them and one issue of their certificates, each by the person
who may. The baseline creates rows of the same models (certificate, version, event, transitions,
papers to make) by Odoo's own `create`, with the same values, and nothing else. The ratio is what
checks, segregation, numbers, states, claims and messages cost. Then papers are made for a while, as
the cron makes them. The database is cloned and dropped again; nothing else is touched.
"""

import os
import secrets
import sys
import time

import harness
from harness import Clock

from odoo import Command

COUNT = int(os.environ.get("BENCH_COUNT", "1000"))
PAPERS = int(os.environ.get("BENCH_PAPERS", "40"))
WARM = 5
MODELS = (
    "brand.certificate",
    "brand.certificate.version",
    "brand.certificate.event",
    "brand.transition",
    "brand.paper",
)


def compare(env):
    city = City(env)
    print(f"Preparing {COUNT} evaluated applications after their public notice ...")
    warm, batch = city.noticed(WARM), city.noticed(COUNT)
    certify(city, warm, Clock(env, WARM))
    before = last_ids(env)
    ours, bare = Clock(env, COUNT), Clock(env, COUNT)
    certify(city, batch, ours)
    if set(batch.mapped("state")) != {"certified"} or len(batch.certificate_id) != COUNT:
        sys.exit("Not all applications were certified.")
    rows = values_since(env, before)
    create_bare(env, rows, bare)

    bare.report(f"Bare Odoo: the same rows of {len(MODELS)} models")
    ours.report(f"brand.decision and brand.application: {COUNT} applications")
    ours.ratio_to(bare, f"certify {COUNT}")
    make_papers(env, batch)


def certify(city, batch, clock):
    decision = (
        city.env["brand.decision"]
        .with_user(city.users["reviewer"])
        .create(
            {
                "name": "基准审定",
                "program_id": city.program.id,
                "line_ids": [
                    Command.create({"application_id": a.id, "result": "granted"}) for a in batch
                ],
            }
        )
    )
    with clock.lap("take the decision"):
        decision.with_user(city.users["approver"]).action_take(document_no="B-1")
    with clock.lap("issue the certificates"):
        batch.with_user(city.users["officer"]).action_certify()


def last_ids(env):
    return {model: env[model].search([], order="id desc", limit=1).id for model in MODELS}


def values_since(env, before):
    """Values of the rows that ours has created, to be created again by the baseline."""
    rows = {}
    for model in MODELS:
        kept = [
            name
            for name, field in env[model]._fields.items()
            if field.store
            and field.type not in ("one2many", "many2many", "binary")
            and name not in ("id", "create_uid", "create_date", "write_uid", "write_date", "state")
            and not (field.compute and not field.readonly)
        ]
        found = env[model].search([("id", ">", before[model])], order="id")
        rows[model] = found.with_context(active_test=False).read(kept, load="")
    for number, values in enumerate(rows["brand.certificate"]):
        values.update(number=f"BARE-{number:06d}", token=secrets.token_urlsafe(12))
        values["application_id"] = False
    for number, values in enumerate(rows["brand.certificate.version"]):
        number = f"BARE-{number:06d}"
        values.update(number=number, number_key=number, token=secrets.token_urlsafe(12))
    for values in rows["brand.paper"]:
        values["copy_no"] = 1_000  # beside ours, for the unique index
    for values in (values for of_model in rows.values() for values in of_model):
        values.pop("id", None)
    return rows


def create_bare(env, rows, clock):
    for model, of_model in rows.items():
        with clock.lap(f"create {model}"):
            env[model].create(of_model)


def make_papers(env, batch):
    """Certificates set by WeasyPrint and kept, as the cron does it."""
    waiting = batch.certificate_id.paper_ids.filtered(lambda p: p.kind == "certificate")[:PAPERS]
    waiting[:1]._make()
    begun = time.perf_counter()
    waiting[1:]._make()
    env.flush_all()
    spent = time.perf_counter() - begun
    if not all(waiting.mapped("is_made")):
        sys.exit("Not all papers were made.")
    print(
        f"\npapers: {len(waiting) - 1} in {spent:.1f} s = {(len(waiting) - 1) / spent:.1f} a second"
    )


class City(harness.City):
    """A city whose applications wait for the meeting."""

    roles = {
        role: f"brand_certification.group_{role}"
        for role in ("manager", "reviewer", "approver", "officer")
    }

    def __init__(self, env):
        super().__init__(env, env.company)

    def noticed(self, count):
        """Applications whose public notice has ended; set there by SQL, it is not what is measured."""
        env = self.env
        batch = self.applications(self.partners(count))
        notice = env["brand.notice"].create({"name": "公示", "program_id": self.program.id})
        notice._add_subjects(batch)
        env.flush_all()
        env.cr.execute(
            "UPDATE brand_application SET state = 'notice' WHERE id = ANY(%s)", [batch.ids]
        )
        env.cr.execute("UPDATE brand_notice SET state = 'closed' WHERE id = %s", [notice.id])
        env.invalidate_all()
        return batch


if __name__ == "__main__":
    sys.exit(harness.run(compare))
