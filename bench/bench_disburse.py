"""500 claims disbursed, against 500 bare vendor bills created, posted and paid in the same run.

    make bench                                                    on a copy of the demo
    BENCH_DB=name [BENCH_CONFIG=odoo.conf] python bench/bench_disburse.py    on a clone of a database

Both sides do what a city needs in the end: a posted bill and a reconciled payment for each of 500
amounts, in one batch of Odoo's own API (ODOO19.md 4c). Ours adds what makes it public money: checks
of recipients and accounts, frozen lines, the bank's file, the fund's ledger, and the record of each
step. The ratio is what that costs. The database is cloned and dropped again; nothing else is touched.
"""

import contextlib
import os
import subprocess
import sys
import time
from datetime import timedelta

import odoo
from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config

COUNT = int(os.environ.get("BENCH_COUNT", "500"))
WARM = 5  # of each kind before the clock runs: caches of views, rules, sequences
AMOUNT = 200_000

USERS = {
    "manager": "brand_certification.group_manager",
    "approver": "brand_certification.group_approver",
    "officer": "brand_awards.group_award_officer",
    "checker_of_accounts": "brand_awards.group_award_officer",
    "maker": "account.group_account_invoice",
    "poster": "account.group_account_invoice",
    "settler": "account.group_account_manager",
}


def main():
    template = os.environ.get("BENCH_DB") or os.environ.get("BRAND_DATABASE")
    if not template:
        print("Name a database to clone: BENCH_DB=name, or run it by `make bench`.")
        return 2
    with clone_of(template) as name:
        conf = os.environ.get("BENCH_CONFIG") or os.environ.get("BRAND_CONFIG") or ".odoo/odoo.conf"
        config.parse_config(["-c", conf, "-d", name, "--log-level=error"])
        with Registry(name).cursor() as cr:
            compare(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": False}))
            cr.rollback()
        odoo.sql_db.close_all()
    return 0


@contextlib.contextmanager
def clone_of(template):
    name = f"{template}_bench_{os.getpid()}"
    subprocess.run(["createdb", "-T", template, name], check=True)
    try:
        yield name
    finally:
        subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


# -- the two sides -------------------------------------------------------------------------------


def compare(env):
    city = City(env)
    print(f"Preparing {COUNT} certificates with their claims, approved, accounts checked ...")
    warm, claims = city.approved_claims(WARM), city.approved_claims(COUNT)
    disburse(city, warm, Clock(env))
    pay_bare_bills(city, warm, Clock(env))

    bare, ours = Clock(env), Clock(env)
    pay_bare_bills(city, claims, bare)
    disburse(city, claims, ours)
    check(claims)

    print(f"\nBare Odoo: {COUNT} vendor bills and payments")
    bare.report()
    print(f"\naward.disbursement: {COUNT} claims")
    ours.report()
    print(f"\ndisburse {COUNT}: {ours.seconds:.2f} s against {bare.seconds:.2f} s", end=" ")
    print(f"= ratio {ours.seconds / bare.seconds:.2f}", end=" ")
    # on a machine that others use, the CPU time is the one to compare
    print(
        f"(of CPU time {ours.cpu / bare.cpu:.2f}, of queries {ours.queries / bare.queries:.2f};",
        end=" ",
    )
    print(f"{ours.queries / COUNT:.1f} queries per claim)")


def disburse(city, claims, clock):
    """The four steps of award.disbursement, each by the person who takes it."""
    batches = city.env["award.disbursement"].with_company(city.company)
    with clock.lap("take the claims"):
        batch = batches.with_user(city.users["maker"]).create({"fund_id": city.fund.id})
        batch._take(claims.with_user(city.users["maker"]))
    with clock.lap("check, create and post bills"):
        batch.with_user(city.users["poster"]).action_confirm()
    with clock.lap("write the bank's file"):
        batch.with_user(city.users["maker"]).action_export()
    with clock.lap("pay, reconcile, claims paid"):
        batch.with_user(city.users["settler"]).action_settle()


def pay_bare_bills(city, claims, clock):
    """The same amounts to the same recipients by Odoo's own API, nothing else."""
    env = city.env(user=city.users["settler"])
    env = env(context={**env.context, "allowed_company_ids": city.company.ids})
    company, today = city.company.with_env(env), fields.Date.today()
    bank = company.award_bank_journal_id
    with clock.lap("create bills"):
        bills = env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": claim.partner_id.id,
                    "invoice_date": today,
                    "date": today,
                    "ref": f"bare {claim.name}",
                    "journal_id": company.award_journal_id.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": claim.name,
                                "quantity": 1,
                                "price_unit": claim.amount,
                                "account_id": company.award_account_id.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for claim in claims.sudo()
            ]
        )
    with clock.lap("post bills"):
        bills.action_post()
    with clock.lap("create payments"):
        payments = env["account.payment"].create(
            [
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": bill.partner_id.id,
                    "amount": bill.amount_residual,
                    "date": today,
                    "journal_id": bank.id,
                    "payment_method_line_id": bank.outbound_payment_method_line_ids[:1].id,
                    "memo": bill.ref,
                    "invoice_ids": [Command.set(bill.ids)],
                }
                for bill in bills
            ]
        )
    with clock.lap("post payments"):
        payments.action_post()
    with clock.lap("reconcile"):
        env["account.move.line"]._reconcile_plan(
            [
                (bill.line_ids + payment.move_id.line_ids).filtered(
                    lambda line: (
                        line.account_id.account_type == "liability_payable" and not line.reconciled
                    )
                )
                for bill, payment in zip(bills, payments, strict=True)
            ]
        )
        payments.action_validate()


def check(claims):
    """A figure for work that was not done is worth nothing."""
    claims.invalidate_recordset()
    states = set(claims.mapped("state")), set(claims.bill_id.mapped("payment_state"))
    if states != ({"paid"}, {"paid"}) or len(claims.payment_id) != len(claims):
        sys.exit(f"Not all claims were paid: {states}")


class Clock:
    """Seconds (of the wall and of our own CPU) and queries of named laps, each ended by a flush."""

    def __init__(self, env):
        self.env, self.laps = env, []

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

    def report(self):
        total = ("all", self.seconds, self.cpu, self.queries)
        for name, seconds, cpu, queries in (*self.laps, total):
            print(f"  {name:30} {seconds:7.2f} s  (CPU {cpu:6.2f} s)", end="  ")
            print(f"{1000 * seconds / COUNT:6.1f} ms each", end="  ")
            print(f"{queries:6} queries  {queries / COUNT:5.1f} each")


# -- data ------------------------------------------------------------------------------------------


class City:
    """A programme, its reward in force, a fund, people, and approved claims as many as asked."""

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
        self.company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
        if not self.company:
            sys.exit("No city of this database has a chart of accounts.")
        self.company.action_award_setup()
        self.env = self.env(context={**self.env.context, "allowed_company_ids": self.company.ids})
        # levels of the demo would slow the approval down; they are not what is measured
        self.env["brand.approval.level"].search([]).active = False
        self.users = {login: self._user(login, group) for login, group in USERS.items()}
        self.bank = self.env["res.bank"].create({"name": "基准银行"})
        self.program = self._program()
        self._policy()
        self.fund = self._fund()
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

    def _policy(self):
        today = fields.Date.today()
        policy = self.env["award.policy"].create(
            {
                "name": "基准政策",
                "code": "bench",
                "company_id": self.company.id,
                "document_no": "B-1",
                "date_from": today - timedelta(days=30),
                "date_to": today + timedelta(days=365),
                "basis_date": "award_date",
                "legal_basis": "-",
                "fair_review_no": "-",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "基准奖励",
                            "code": "bench",
                            "clause": "一",
                            "quote": "每件奖励20万元。",
                            "program_ids": [Command.set(self.program.ids)],
                            "amount": AMOUNT,
                            "per": "item",
                            "item_unit": "product",
                            "payers": "city",
                            "fund_code": "BENCH",
                        }
                    )
                ],
            }
        )
        policy.with_user(self.users["manager"]).action_activate()

    def _fund(self):
        fund = self.env["award.fund"].create(
            {
                "name": "基准资金",
                "code": "BENCH",
                "company_id": self.company.id,
                "fiscal_year": fields.Date.today().year,
                "initial_budget": (COUNT + WARM) * AMOUNT,
                "budget_document_no": "B-2",
            }
        )
        fund.with_user(self.users["manager"]).action_open()
        return fund

    def approved_claims(self, count):
        """Approved claims of as many enterprises, each with its own checked account."""
        numbers = range(self.made, self.made + count)
        self.made += count
        partners = self.env["res.partner"].create(
            [{"name": f"基准企业{n}", "is_company": True, "supplier_rank": 1} for n in numbers]
        )
        accounts = self.env["res.partner.bank"].create(
            [
                {
                    "partner_id": partner.id,
                    "acc_number": f"9900000000{n:06d}",
                    "acc_holder_name": partner.name,
                    "bank_id": self.bank.id,
                    "clearing_number": "102362000011",
                }
                for n, partner in zip(numbers, partners, strict=True)
            ]
        )
        accounts.with_user(self.users["checker_of_accounts"]).action_trust()
        claims = self._certificates(partners).claim_ids
        for claim in claims:  # each enterprise confirms its own
            claim.action_confirm_account(claim.partner_id.bank_ids.id)
        claims.with_user(self.users["officer"]).action_review()
        claims.with_user(self.users["approver"]).action_approve(document_no="B-3")
        self.env.flush_all()
        return claims

    def _certificates(self, partners):
        products = self.env["brand.product"].create(
            [{"name": "产品", "partner_id": partner.id} for partner in partners]
        )
        applications = self.env["brand.application"].create(
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
        return self.env["brand.certificate"]._issue(applications)


if __name__ == "__main__":
    sys.exit(main())
