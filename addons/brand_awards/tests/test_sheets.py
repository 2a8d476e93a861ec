"""Lists as XLSX: what the user may read and nothing else, text stays text, memory stays flat."""

import io
import tracemalloc
import zipfile
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import PROMISED, AwardCase


@tagged("post_install", "-at_install")
class TestSheets(AwardCase, HttpCase):
    budget = 100_000_000

    def sheet(self, model, domain=(), user="maker", kind="list"):
        """``[{title: value}]`` of the file that this user takes away."""
        file = io.BytesIO()
        self.env[model].with_user(self.users[user])._write_sheet(file, list(domain), kind)
        self.content = file.getvalue()
        titles, *rows = load_workbook(io.BytesIO(self.content)).active.iter_rows(values_only=True)
        return [dict(zip(titles, row, strict=True)) for row in rows]

    # -- what is in it -------------------------------------------------------------------------------

    def test_claims_with_recipient_clause_and_amounts(self):
        claim = self.settled().line_ids.claim_id
        (row,) = self.sheet("award.claim")
        self.assertEqual(
            (row["Reference"], row["Recipient"], row["Unified social credit code"]),
            (claim.name, self.firm.name, self.firm.uscc),
        )
        self.assertEqual((row["Amount due"], row["Status"]), (PROMISED, "Paid"))
        self.assertEqual(row["Item rewarded"], claim.item_name)
        self.assertEqual(row["Paid on"].date(), claim.paid_on)

    def test_payments_tell_bill_and_payment_and_no_account_number(self):
        line = self.settled().line_ids
        (row,) = self.sheet("award.disbursement.line")
        self.assertEqual(
            (row["Bill"], row["Payment"], row["Sent to the bank"]),
            (line.bill_id.name, line.payment_id.name, PROMISED),
        )
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            cells = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertNotIn(line.account_number, cells)

    def test_the_ledger_in_the_order_of_the_list(self):
        self.settled(2)
        rows = self.sheet("award.fund.entry", [("fund_id", "=", self.fund.id)])
        self.assertEqual(len(rows), len(self.fund.entry_ids))
        self.assertEqual(rows[-1]["Kind"], "Budget")
        self.assertEqual([row["Amount"] for row in rows], self.fund.entry_ids.mapped("amount"))

    def test_cells_that_look_like_formulas_stay_text(self):
        for number, begin in enumerate("=+-@"):
            name = f'{begin}HYPERLINK("http://x")'
            self.firm.name = name
            (row, *_more) = self.sheet("award.claim", [("id", "in", self.entitled().ids)])
            self.assertEqual(row["Recipient"], name, number)
        with zipfile.ZipFile(io.BytesIO(self.content)) as book:
            self.assertNotIn(b"<f>", book.read("xl/worksheets/sheet1.xml"))

    # -- who may -------------------------------------------------------------------------------------

    def test_record_rules_are_obeyed(self):
        self.entitled(2)
        elsewhere = self._user("elsewhere", ["brand_certification.group_district"])
        self.users["elsewhere"] = elsewhere
        self.assertEqual(len(self.sheet("award.claim", user="district")), 2)
        self.assertEqual(self.sheet("award.claim", user="elsewhere"), [])
        with self.assertRaises(AccessError):
            self.sheet("award.fund.entry", user="district")

    def test_a_field_that_the_user_may_not_read_is_refused(self):
        self.settled()
        field = self.env["award.disbursement.line"]._fields["bank_name"]
        with (
            patch.object(field, "groups", "account.group_account_manager"),
            self.assertRaises(AccessError),
        ):
            self.sheet("award.disbursement.line")

    def test_the_choice_is_fetched_by_its_maker_only(self):
        claims = self.entitled(3)
        action = claims[:2].with_user(self.users["district"]).action_export_sheet()
        for login, status in (("district", 200), ("award", 404)):
            self.users[login].password = "just-for-this-test"  # noqa: S105
            self.authenticate(self.users[login].login, "just-for-this-test")
            answer = self.url_open(action["url"])
            self.assertEqual(answer.status_code, status)
            if status == 200:
                rows = list(load_workbook(io.BytesIO(answer.content)).active)
                self.assertEqual(len(rows), 1 + 2)
                self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_no_other_model_is_taken_away(self):
        sheet = self.env["award.sheet"].with_user(self.users["award"])
        sheet = sheet.create({"model": "res.users", "kind": "list", "domain": []})
        self.assert_refused("cannot be taken away", sheet._write_to, io.BytesIO())

    def test_nothing_chosen_is_all_that_the_list_shows(self):
        claims = self.entitled(3)
        shown = [("id", "in", claims[:2].ids)]
        reader = self.env["award.claim"].with_user(self.users["maker"])
        reader.with_context(active_domain=shown).action_export_sheet()
        sheet = self.env["award.sheet"].search([], order="id desc", limit=1)
        self.assertEqual(sheet.domain, [list(one) for one in shown])

    # -- how it is written ---------------------------------------------------------------------------

    def test_queries_follow_the_chunks_not_the_rows(self):
        counts = []
        self.entitled(60)
        for number in (1, 1, 60):  # once for caches of access rules
            self.env.flush_all()
            self.env.invalidate_all()
            chosen = self.env["award.claim"].search([], limit=number)
            before = self.cr.sql_log_count
            self.env["award.claim"]._write_sheet(io.BytesIO(), [("id", "in", chosen.ids)])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_rows_are_never_all_in_memory(self):
        """Ten times the rows take no more of Python's memory, but for their ids."""
        self.entitled(2)
        columns = self.env["award.claim"]._sheet_columns("list")
        path = "odoo.addons.brand_awards.models.award_sheet._CHUNK"
        ids, peaks = self.env["award.claim"].search([])._ids, []
        for times in (300, 3000):
            Model = type(self.env["award.claim"])
            many = self.env["award.claim"].browse(ids * times)
            with patch(path, 500), patch.object(Model, "search", lambda *_a, m=many, **_k: m):
                tracemalloc.start()
                for _row in self.env["award.claim"]._sheet_rows([], columns):
                    pass
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
        self.assertLess(peaks[1], peaks[0] * 1.5)
