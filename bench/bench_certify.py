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
from datetime import timedelta

import bench_disburse
from bench_disburse import Clock, clone_of

import odoo
from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config

COUNT = int(os.environ.get("BENCH_COUNT", "1000"))
PAPERS = int(os.environ.get("BENCH_PAPERS", "40"))
WARM = 5
bench_disburse.COUNT = COUNT  # what the report divides by
ROLES = ("manager", "reviewer", "approver", "officer")
MODELS = (
    "brand.certificate",
    "brand.certificate.version",
    "brand.certificate.event",
    "brand.transition",
    "brand.paper",
)


def main():
    template = os.environ.get("BENCH_DB") or os.environ.get("BRAND_DATABASE")
    if not template:
        print("Name a database to clone: BENCH_DB=name, or run it by `make bench`.")
        return 2
    with clone_of(template) as name:
        conf = os.environ.get("BENCH_CONFIG") or os.environ.get("BRAND_CONFIG") or ".odoo/odoo.conf"
        config.parse_config(["-c", conf, "-d", name, "--log-level=error"])
        with Registry(name).cursor() as cr:
            compare(api.Environment(cr, SUPERUSER_ID, {}))
            cr.rollback()
        odoo.sql_db.close_all()
    return 0


def compare(env):
    city = City(env)
    print(f"Preparing {COUNT} evaluated applications after their public notice ...")
    warm, batch = city.noticed(WARM), city.noticed(COUNT)
    certify(city, warm, Clock(env))
    before = last_ids(env)
    ours, bare = Clock(env), Clock(env)
    certify(city, batch, ours)
    if set(batch.mapped("state")) != {"certified"} or len(batch.certificate_id) != COUNT:
        sys.exit("Not all applications were certified.")
    rows = values_since(env, before)
    create_bare(env, rows, bare)

    print(f"\nBare Odoo: the same rows of {len(MODELS)} models")
    bare.report()
    print(f"\nbrand.decision and brand.application: {COUNT} applications")
    ours.report()
    print(f"\ncertify {COUNT}: {ours.seconds:.2f} s against {bare.seconds:.2f} s", end=" ")
    print(f"= ratio {ours.seconds / bare.seconds:.2f} (of CPU {ours.cpu / bare.cpu:.2f};", end=" ")
    print(f"{ours.queries / COUNT:.1f} queries an application)")
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


class City:
    """A programme of its own, people, and applications that wait for the meeting."""

    def __init__(self, env):
        self.env = env(context={"tracking_disable": True, "no_reset_password": True})
        self.company = env.company
        self.env["brand.approval.level"].search([]).active = False
        self.users = {role: self._user(role) for role in ROLES}
        self.program = self._program()

    def _user(self, role):
        return self.env["res.users"].create(
            {
                "name": role,
                "login": f"bench-{role}",
                "group_ids": [Command.set([self.env.ref(f"brand_certification.group_{role}").id])],
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )

    def _program(self):
        today = fields.Date.today()
        begin, end = today - timedelta(days=30), today + timedelta(days=365)
        program = self.env["brand.program"].create(
            {
                "name": "基准",
                "code": "BENCH",
                "company_id": self.company.id,
                "date_from": begin,
                "date_to": end,
                "window_from": begin,
                "window_to": end,
                "number_pattern": "BENCH-{year}-{seq:05d}",
                "declaration_text": "-",
                "office_name": "-",
                "office_phone": "0",
                "discipline_phone": "0",
                "level_ids": [Command.create({"name": "一级", "code": "B"})],
                "document_type_ids": [Command.create({"name": "营业执照"})],
                "criterion_ids": [Command.create({"name": "质量", "weight": 100, "maximum": 100})],
            }
        )
        program.with_user(self.users["manager"]).action_open()
        return program

    def noticed(self, count):
        """Applications whose public notice has ended; set there by SQL, it is not what is measured."""
        env = self.env
        partners = env["res.partner"].create(
            [
                {"name": f"企业{n}", "is_company": True, "company_id": self.company.id}
                for n in range(count)
            ]
        )
        products = env["brand.product"].create(
            [{"name": "产品", "partner_id": p.id, "company_id": self.company.id} for p in partners]
        )
        batch = env["brand.application"].create(
            [
                {
                    "program_id": self.program.id,
                    "level_id": self.program.level_ids.id,
                    "partner_id": product.partner_id.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
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
    sys.exit(main())
