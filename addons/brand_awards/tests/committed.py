"""Rewards with real commits: every test has a programme, a policy and a fund of its own."""

import io
import itertools
from decimal import Decimal

import openpyxl

from odoo import Command

from odoo.addons.brand_certification.tests.committed import Committed

from .common import AwardCase

_NUMBERS = itertools.count(1)


class CommittedAwardCase(Committed, AwardCase):
    """Claims, batches and money that other processes see, and what must hold whatever befell them."""

    def setUp(self):
        super().setUp()
        code = f"NT{next(_NUMBERS)}"
        self.program = self._program(code)
        rule = self._rule_vals(
            code=code, fund_code=code, program_ids=[Command.set(self.program.ids)]
        )
        self.policy = self._policy(code=code, rules=[rule])
        self.fund = self._fund(self.budget, code=code)
        self.see()

    # -- what finance's people ask for; each in a process of its own ---------------------------------

    def steps(self, batch, reply=None):
        """``{step: (who, call)}`` of a batch, in the order of its life."""

        def on_batch(name, *args):
            return lambda env: getattr(env["award.disbursement"].browse(batch.id), name)(*args)

        content = reply or (batch.state == "exported" and self.reply(batch, *[self.OK] * 9))
        return {
            "action_propose": (self.users["maker"], on_batch("action_propose")),
            "action_confirm": (self.users["checker"], on_batch("action_confirm")),
            "action_export": (self.users["maker"], on_batch("action_export")),
            "action_import_reply": (
                self.users["settler"],
                on_batch("action_import_reply", content, "回单.xlsx"),
            ),
            "action_settle": (self.users["settler"], on_batch("action_settle")),
        }

    def empty_batch(self, count):
        """A draft without lines, and ``count`` claims that it may take."""
        self.trusted(self.approved(count))
        maker = self.env["award.disbursement"].with_user(self.users["maker"])
        batch = maker.create({"fund_id": self.fund.id}).with_env(self.env)
        self.see()
        return batch

    def finished(self, batch):
        """Whatever is left to do for the batch, step by step."""
        ahead = {
            "draft": ["action_confirm", "action_export", "action_settle"],
            "confirmed": ["action_export", "action_settle"],
            "exported": ["action_settle"],
            "settled": [],
        }
        for step in ahead[batch.state]:
            self.answered(*self.steps(batch)[step])
        self.assertEqual(batch.state, "settled")

    # -- what must hold --------------------------------------------------------------------------------

    def claims(self):
        return self.env["award.claim"].search([("fund_id", "=", self.fund.id)], order="id")

    def bills(self):
        domain = [("award_claim_id", "in", self.claims().ids), ("state", "!=", "cancel")]
        return self.env["account.move"].search(domain)

    def payments(self):
        domain = [
            ("award_line_id.disbursement_id.fund_id", "=", self.fund.id),
            ("state", "not in", ("canceled", "rejected")),
        ]
        return self.env["account.payment"].search(domain)

    def picture(self):
        """All that a step may change, to be compared."""
        self.see()
        batches = self.env["award.disbursement"].search([("fund_id", "=", self.fund.id)])
        lines = batches.line_ids
        money = self.env["account.move.line"].search(
            [("move_id", "in", (self.bills() | self.payments().move_id).ids)]
        )
        return {
            "batches": [(b.id, b.state, b.content_hash, b.file_ids.ids) for b in batches],
            "lines": [(n.id, n.result, n.bank_answer, n.bill_id, n.payment_id) for n in lines],
            "replies": batches.reply_ids.ids,
            "claims": [(c.id, c.state, c.bill_id, c.payment_id) for c in self.claims()],
            "steps": len(batches.transition_ids) + len(self.claims().transition_ids),
            "entries": self.fund.entry_ids.ids,
            "figures": [self.fund[name] for name in ("committed", "billed", "paid")],
            "money": [(m.id, m.balance, m.parent_state, m.amount_residual) for m in money],
            "messages": len(batches.message_ids),
        }

    def assert_sound(self):
        """One bill and at most one payment a claim; fund, ledger and Odoo's books agree."""
        bills, payments = self.bills(), self.payments()
        self.assertEqual(len(bills), len(bills.award_claim_id))
        self.assertEqual(len(payments), len(payments.award_claim_id))
        paid = self.claims().filtered(lambda claim: claim.state == "paid")
        self.assertEqual(payments.award_claim_id, paid)
        self.assertEqual(set(paid.bill_id.mapped("payment_state")), {"paid"} if paid else set())
        self.assert_fund(
            billed=sum(bills.mapped("amount_total")),
            paid=sum(payments.mapped("amount")),
        )
        self.assert_books_agree()

    def file_total(self, batch):
        """Sum of the bank's files, cell by cell."""
        total = Decimal(0)
        for file in batch.file_ids:
            sheet = openpyxl.load_workbook(io.BytesIO(file.raw)).worksheets[0]
            head, *rows = sheet.iter_rows(values_only=True)
            total += sum(Decimal(str(row[head.index("金额")])) for row in rows)
        return total
