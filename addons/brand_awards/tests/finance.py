"""The steps of finance in tests, each by the person whose step it is: maker, checker, settler."""

import base64
import io

import openpyxl

REPLY_HEADERS = ("序号", "账号", "金额", "状态", "失败原因", "流水号")

FINANCE = {
    "maker": ["account.group_account_invoice"],
    "checker": ["account.group_account_invoice"],
    "settler": ["account.group_account_manager"],
}


class FinanceSteps:
    """For test cases whose ``users`` hold finance's three persons and a second award officer."""

    OK, BAD = ("成功", ""), ("失败", "账号户名不符")

    def trusted(self, claims):
        """Claims whose accounts a second person has checked."""
        accounts = claims.sudo().bank_account_id.filtered(lambda a: not a.allow_out_payment)
        accounts.with_user(self.users["award2"]).action_trust()
        return claims

    def batch(self, fund=None, **vals):
        """An empty draft disbursement."""
        maker = self.env["award.disbursement"].with_user(self.users["maker"])
        return maker.create({"fund_id": (fund or self.fund).id, **vals})

    def taken(self, fund=None, **vals):
        """A draft disbursement of all that the fund owes."""
        batch = self.batch(fund, **vals)
        batch.action_propose()
        return batch

    def checked_and_exported(self, batch):
        """Its bills are posted and its file is with the bank."""
        batch.with_user(self.users["checker"]).action_confirm()
        batch.with_user(self.users["maker"]).action_export()
        return batch

    def paid_out(self, batch):
        """A draft disbursement all the way to its payments."""
        self.checked_and_exported(batch).with_user(self.users["settler"]).action_settle()
        return batch

    def disburse(self, fund=None, **vals):
        """All that the fund owes is paid; the batch."""
        return self.paid_out(self.taken(fund, **vals))

    def reply(self, batch, *answers, **changes):
        """A reply file: per line ``(status, reason)``; changes by line number."""
        book = openpyxl.Workbook()
        book.active.append(REPLY_HEADERS)
        for line, (status, reason) in zip(batch.line_ids, answers, strict=False):
            row = {
                "序号": line.sequence,
                "账号": line.account_number,
                "金额": line.amount,
                "状态": status,
                "失败原因": reason,
                "流水号": f"S{line.id}",
            } | changes.get(f"line{line.sequence}", {})
            book.active.append([row[name] for name in REPLY_HEADERS])
        target = io.BytesIO()
        book.save(target)
        return base64.b64encode(target.getvalue())

    def demand(self, recovery):
        """A recovery that was proposed: the recipient is told and heard, another approver decides."""
        recovery.with_user(self.users["award"]).action_notify()
        recovery.with_user(self.applicant).action_state("情况属实,同意退回。")
        approver = recovery.with_user(self.users["approver2"])
        approver.action_request(document_no="芜市监追〔2024〕1号")
        return recovery

    def receive(self, recovery, amount, reference="国库回单0001"):
        recovery.with_user(self.users["settler"]).action_receive(amount, None, reference)

    def asked_back(self, claim, amount):
        """A part of a paid claim is demanded from its recipient; the recovery."""
        officer = claim.with_user(self.users["award"])
        return self.demand(officer.action_propose_recovery(amount, "监督发现造假。").sudo())

    def give_back(self, claim, amount):
        """The recipient pays a part of a paid claim back, as it was asked."""
        self.receive(self.asked_back(claim, amount), amount)

    def assert_refused(self, words, step, *args, **kwargs):
        """The call is refused in these words, and nothing it did remains."""
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            step(*args, **kwargs)
        self.assertIn(words, str(caught.exception))
        self.env.invalidate_all()
