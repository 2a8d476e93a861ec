"""2,000 claims disbursed, against 2,000 bare vendor bills created, posted and paid in the same run.

    make bench                                                    on a copy of the demo
    BENCH_DB=name [BENCH_CONFIG=odoo.conf] python bench/bench_disburse.py    on a clone of a database

Both sides do what a city needs in the end: a posted bill and a reconciled payment for each of 2,000
amounts, in one batch of Odoo's own API. Ours adds what makes it public money: checks
of recipients and accounts, frozen lines, the bank's file, the fund's ledger, and the record of each
step. The ratio is what that costs. The database is cloned and dropped again; nothing else is touched.
"""

import os
import sys

from harness import Clock, run
from rewards import RewardCity

from odoo import Command, fields

COUNT = int(os.environ.get("BENCH_COUNT", "2000"))
WARM = 5  # of each kind before the clock runs: caches of views, rules, sequences
MOST = 1.25


# -- the two sides -------------------------------------------------------------------------------


def compare(env):
    city = City(env)
    print(f"Preparing {COUNT} certificates with their claims, approved, accounts checked ...")
    warm, claims = city.approved_claims(WARM), city.approved_claims(COUNT)
    disburse(city, warm, Clock(env, WARM))
    pay_bare_bills(city, warm, Clock(env, WARM))

    bare, ours = Clock(env, COUNT), Clock(env, COUNT)
    pay_bare_bills(city, claims, bare)
    disburse(city, claims, ours)
    check(claims)

    bare.report(f"Bare Odoo: {COUNT} vendor bills and payments")
    ours.report(f"award.disbursement: {COUNT} claims")
    ours.ratio_to(bare, f"disburse {COUNT}")
    return 0 if ours.cpu / bare.cpu <= MOST else print(f"above {MOST}", file=sys.stderr) or 1


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


# -- data ------------------------------------------------------------------------------------------


class City(RewardCity):
    """A city with approved claims as many as asked."""

    def __init__(self, env):
        super().__init__(env)
        self.bank = self.env["res.bank"].create({"name": "基准银行"})
        self.make_policy()
        self.make_fund(COUNT + WARM)

    def approved_claims(self, count):
        """Approved claims of as many enterprises, each with its own checked account."""
        numbers = range(self.made, self.made + count)
        partners = self.partners(count)
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
        claims = self.certificates(partners).claim_ids
        for claim in claims:  # each enterprise confirms its own
            claim.action_confirm_account(claim.partner_id.bank_ids.id)
        claims.with_user(self.users["officer"]).action_review()
        claims.with_user(self.users["approver"]).action_approve(document_no="B-3")
        self.env.flush_all()
        return claims


if __name__ == "__main__":
    sys.exit(run(compare, tracking_disable=False))
