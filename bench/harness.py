"""What the benchmarks share: a clone of a database, a clock, and a city to work in."""

import contextlib
import os
import subprocess
import time
from datetime import timedelta

import odoo
from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config


def run(compare, **context):
    """``compare(env)`` on a clone of the named database, rolled back and dropped; the exit code."""
    template = os.environ.get("BENCH_DB") or os.environ.get("BRAND_DATABASE")
    if not template:
        print("Name a database to clone: BENCH_DB=name, or run it by `make bench`.")
        return 2
    with clone_of(template) as name:
        conf = os.environ.get("BENCH_CONFIG") or os.environ.get("BRAND_CONFIG") or ".odoo/odoo.conf"
        config.parse_config(["-c", conf, "-d", name, "--log-level=error"])
        begun = os.getloadavg()[0]
        with Registry(name).cursor() as cr:
            result = compare(api.Environment(cr, SUPERUSER_ID, context))
            cr.rollback()
        odoo.sql_db.close_all()
    print(f"load of the machine: {begun:.1f} before, {os.getloadavg()[0]:.1f} after")
    return result or 0


@contextlib.contextmanager
def clone_of(template):
    name = f"{template}_bench_{os.getpid()}"
    subprocess.run(["createdb", "-T", template, name], check=True)
    try:
        yield name
    finally:
        subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


class Clock:
    """Seconds (of the wall and of our own CPU) and queries of named laps, each ended by a flush.

    On a machine that others use, the CPU time is the one to compare.
    """

    def __init__(self, env, count):
        self.env, self.count, self.laps = env, count, []

    @contextlib.contextmanager
    def lap(self, name):
        self.env.flush_all()
        before = self._readings()
        yield
        self.env.flush_all()
        spent = (now - then for now, then in zip(self._readings(), before, strict=True))
        self.laps.append((name, *spent))

    def _readings(self):
        return time.perf_counter(), time.process_time(), self.env.cr.sql_log_count

    @property
    def seconds(self):
        return sum(lap[1] for lap in self.laps)

    @property
    def cpu(self):
        return sum(lap[2] for lap in self.laps)

    @property
    def queries(self):
        return sum(lap[3] for lap in self.laps)

    def report(self, title):
        print(f"\n{title}")
        total = ("all", self.seconds, self.cpu, self.queries)
        for name, seconds, cpu, queries in (*self.laps, total):
            print(f"  {name:32} {seconds:7.2f} s  (CPU {cpu:6.2f} s)", end="  ")
            print(f"{1000 * seconds / self.count:6.2f} ms each", end="  ")
            print(f"{queries:6} queries  {queries / self.count:6.2f} each")

    def ratio_to(self, bare, what):
        """Print the ratio of this clock's laps to those of the baseline."""
        print(f"\n{what}: {self.seconds:.2f} s against {bare.seconds:.2f} s", end=" ")
        print(f"= ratio {self.seconds / bare.seconds:.2f}", end=" ")
        print(f"(of CPU time {self.cpu / bare.cpu:.2f};", end=" ")
        if bare.queries:
            print(f"of queries {self.queries / bare.queries:.2f};", end=" ")
        print(f"{self.queries / self.count:.2f} queries each)")


class City:
    """A programme of its own, people by role, and certificates as many as asked."""

    #: login -> group
    roles = {}

    def __init__(self, env, company):
        context = {"tracking_disable": True, "no_reset_password": True}
        self.env = env(
            context={**env.context, **context, "allowed_company_ids": company.ids},
        )
        self.company = company.with_env(self.env)
        # levels of the demo would slow approvals down; they are not what is measured
        self.env["brand.approval.level"].search([]).active = False
        self.users = {login: self._user(login, group) for login, group in self.roles.items()}
        self.program = self._program()
        self.made = 0

    def _user(self, login, group):
        return self.env["res.users"].create(
            {
                "name": login,
                "login": f"bench-{login}",
                "group_ids": [Command.set([self.env.ref(group).id])],
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
                "pass_mark": 80,
                "level_ids": [Command.create({"name": "一级", "code": "B"})],
                "document_type_ids": [Command.create({"name": "营业执照"})],
                "criterion_ids": [Command.create({"name": "质量", "weight": 100, "maximum": 100})],
            }
        )
        program.with_user(self.users["manager"]).action_open()
        return program

    def partners(self, count):
        """New enterprises of the city."""
        numbers = range(self.made, self.made + count)
        self.made += count
        return self.env["res.partner"].create(
            [
                {
                    "name": f"基准企业{n}",
                    "is_company": True,
                    "supplier_rank": 1,
                    "company_id": self.company.id,
                }
                for n in numbers
            ]
        )

    def applications(self, partners, each=1):
        """An application for each of ``each`` products of every enterprise."""
        products = self.env["brand.product"].create(
            [
                {"name": f"产品{n}", "partner_id": partner.id, "company_id": self.company.id}
                for partner in partners
                for n in range(each)
            ]
        )
        return self.env["brand.application"].create(
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

    def certificates(self, partners, each=1):
        """Certificates issued in one batch."""
        return self.env["brand.certificate"]._issue(self.applications(partners, each))
