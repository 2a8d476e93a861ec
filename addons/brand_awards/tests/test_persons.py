"""Rewards of persons: the number encrypted and masked, tax withheld, lists of their own."""

import io

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.brand_certification.tests.common import PDF

from .application_common import ApplicationCase
from .common import AwardCase

ID_NUMBER = "360426199101010071"  # made up, with a check digit that fits


@tagged("post_install", "-at_install")
class TestPersons(AwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.honour = cls.env["award.honour"].create(
            {"name": "省长质量奖(个人)", "code": "szzlj-p", "holder_kind": "individual"}
        )
        cls.person = cls.env["res.partner"].create(
            {"name": "示例个人", "brand_district_id": cls.district.id, "company_id": cls.company.id}
        )
        cls.person.identity_number = ID_NUMBER
        cls.person_policy = cls._policy(
            "persons",
            [
                cls._rule_vals(
                    code="person",
                    trigger_kind="honour",
                    honour_ids=cls.honour.ids,
                    program_ids=False,
                    per="recipient",
                    for_enterprise=False,
                    for_person=True,
                    amount=50_000,
                    tax="withheld",
                )
            ],
        )

    def claim(self, person=None):
        recognition = (
            self.env["award.recognition"]
            .with_user(self.users["award"])
            .create(
                {
                    "honour_id": self.honour.id,
                    "partner_id": (person or self.person).id,
                    "date": "2024-02-01",
                    "document_no": "湘政发〔2024〕3号",
                }
            )
        )
        recognition.with_user(self.users["award2"]).action_confirm()
        return recognition.sudo().claim_ids.filtered(lambda c: c.policy_id == self.person_policy)

    def approved_claim(self):
        claim = self.claim()
        account = (
            self.env["res.partner.bank"]
            .sudo()
            ._enter_for(
                self.person, "6222000000000000001", self.person.name, self.bank.name, "102362000011"
            )
        )
        claim.with_user(self.users["award"]).action_enter_account(account.id)
        claim.with_user(self.users["award2"]).action_review()
        claim.with_user(self.users["approver"]).action_approve(document_no="芜市监〔2024〕11号")
        account.with_user(self.users["award2"]).action_trust()
        return claim

    # -- the number --------------------------------------------------------------------------------

    def test_the_number_is_encrypted_masked_and_found_again(self):
        self.assertEqual(self.person.identity_number, "360426********0071")
        self.env.cr.execute(
            "SELECT identity_cipher, identity_digest, identity_mask FROM res_partner WHERE id = %s",
            self.person.ids,
        )
        row = self.env.cr.fetchone()
        self.assertFalse([value for value in row if ID_NUMBER in value])
        twin = self.person.copy({"name": "同号"})
        self.assert_refused("identity", twin.write, {"identity_number": ID_NUMBER})

    def test_a_number_that_comes_back_masked_changes_nothing(self):
        cipher = self.person.identity_cipher
        self.person.identity_number = self.person.identity_number
        self.assertEqual(self.person.identity_cipher, cipher)

    def test_a_wrong_number_is_refused_a_passport_is_taken(self):
        for number in ("360426199101010072", "1234", "36042619910101007X"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.person.identity_number = number
        self.person.identity_kind = "passport"
        self.person.identity_number = "E12345678"
        self.assertEqual(self.person.identity_number, "*****5678")

    def test_only_award_officers_and_finance_see_it_and_it_is_kept_who_did(self):
        seen = self.person.with_user(self.users["award"]).action_reveal_identity("个税申报")
        self.assertEqual(seen, ID_NUMBER)
        self.assertIn("个税申报", self.person.message_ids[0].body)
        for role in ("officer", "auditor", "manager"):
            with self.assertRaises(AccessError):
                self.person.with_user(self.users[role]).action_reveal_identity("看看")
        with self.assertRaises(AccessError):
            self.person.with_user(self.users["award"]).read(["identity_cipher"])

    def test_the_number_identifies_whatever_the_name(self):
        self.assertTrue(self.person._award_key().startswith("person:"))
        before = self.person._award_key()
        self.person.name = "改名之后"
        self.assertEqual(self.person._award_key(), before)

    # -- the money -----------------------------------------------------------------------------------

    def test_tax_is_withheld_the_fund_pays_gross_and_the_person_gets_net(self):
        claim = self.approved_claim()
        self.assertEqual(
            (claim.amount, claim.tax_amount, claim.net_amount), (50_000, 10_000, 40_000)
        )
        batch = self.taken(payees="persons")
        self.assertEqual((batch.amount_total, batch.tax_total), (40_000, 10_000))
        self.paid_out(batch)
        self.assertEqual((claim.bill_id.amount_total, claim.payment_id.amount), (40_000, 40_000))
        tax = claim.bill_id.line_ids.filtered(
            lambda line: line.account_id == self.company.award_tax_account_id
        )
        self.assertEqual(tax.balance, -10_000)
        self.assert_fund(paid=50_000, billed=50_000, committed=50_000)

    def test_persons_and_organisations_have_lists_of_their_own(self):
        person, firm = self.approved_claim(), self.trusted(self.approved())
        batch = self.taken()
        self.assertEqual(batch.line_ids.claim_id, firm)
        self.assert_refused("separate lists", batch._take, person)

    def test_an_officer_takes_the_account_down_from_the_signed_paper(self):
        claim = self.claim()
        window = (
            self.env["award.person.account"]
            .with_user(self.users["award"])
            .with_context(default_claim_id=claim.id)
        )
        given = {"bank_name": self.bank.name, "cnaps": "102362000011"}
        window.create({"number": "6222 0000 0000 0000 009", **given}).action_apply()
        account = claim.sudo().bank_account_id
        self.assertEqual(
            (claim.state, account.acc_number, account.acc_holder_name, account.allow_out_payment),
            ("submitted", "6222000000000000009", self.person.name, False),
        )
        self.assertEqual(account.maintained_by_id, self.users["award"])
        firm = self.entitled()
        wrong = window.with_context(default_claim_id=firm.id).create(
            {"number": "6222000000000000010", **given}
        )
        self.assert_refused("itself", wrong.action_apply)
        with self.assertRaises(AccessError):
            window.with_user(self.users["maker"]).create({"number": "1", **given})

    def test_without_a_number_a_person_is_not_paid(self):
        nameless = self.person.copy({"name": "无证件号"})
        claim = self.claim(nameless)
        account = (
            self.env["res.partner.bank"]
            .sudo()
            ._enter_for(
                nameless, "6222000000000000002", nameless.name, self.bank.name, "102362000011"
            )
        )
        claim.with_user(self.users["award"]).action_enter_account(account.id)
        reviewer = claim.with_user(self.users["award2"])
        self.assert_refused("identity number is missing", reviewer.action_review)

    def test_who_entered_the_account_neither_reviews_nor_checks_and_firms_do_it_themselves(self):
        claim = self.claim()
        account = (
            self.env["res.partner.bank"]
            .with_user(self.users["award"])
            ._enter_for(
                self.person, "6222000000000000003", self.person.name, self.bank.name, "102362000011"
            )
        )
        officer = claim.with_user(self.users["award"])
        officer.action_enter_account(account.id)
        self.assert_refused("one duty over one file", officer.action_review)
        self.assert_refused("yourself", account.with_user(self.users["award"]).action_trust)
        firm = self.entitled().with_user(self.users["award"])
        self.assert_refused("itself", firm.action_enter_account, self.account().id)

    # -- on paper ------------------------------------------------------------------------------------

    def paid_batch(self):
        self.approved_claim()
        batch = self.disburse(payees="persons")
        return batch

    def paper(self, report, batch, role="maker"):
        engine = self.env["ir.actions.report"].with_user(self.users[role])
        content, _kind = engine.with_context(force_report_rendering=True)._render_qweb_pdf(
            f"brand_awards.action_report_{report}", batch.ids
        )
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join("".join((page.extract_text() or "").split()) for page in pages)

    def test_the_payment_list_of_persons_has_gross_tax_and_net_and_masks_the_number(self):
        text = self.paper("payment_list", self.paid_batch())
        for part in ("50,000.00", "10,000.00", "40,000.00", "360426********0071", "人民币肆万元整"):
            self.assertIn(part, text)
        self.assertNotIn(ID_NUMBER, text)

    def test_the_list_of_tax_withheld_on_paper_and_as_a_table(self):
        batch = self.paid_batch()
        text = self.paper("tax_list", batch)
        for part in (self.person.name, "20%", "10,000.00", "40,000.00", "人民币壹万元整"):
            self.assertIn(part, text)
        self.assertNotIn(ID_NUMBER, text)

        batch.with_user(self.users["maker"]).action_export_tax()
        choice = self.env["award.sheet"].search([], order="id desc", limit=1)
        file = io.BytesIO()
        choice.with_user(self.users["maker"])._write_to(file)
        titles, row = load_workbook(file).active.iter_rows(values_only=True)
        row = dict(zip(titles, row, strict=True))
        self.assertEqual(
            [row[name] for name in ("Full Name", "Identity number", "Income", "Tax rate")],
            [self.person.name, "360426********0071", 50_000, 0.2],
        )
        self.assertEqual((row["Tax withheld"], row["Paid out"]), (10_000, 40_000))

    # -- numbers in full -----------------------------------------------------------------------------

    def fetched(self, role, action):
        sheet = self.env["award.sheet"].browse(int(action["url"].rpartition("/")[2]))
        file = io.BytesIO()
        sheet.with_user(self.users[role])._write_to(file)
        titles, row = load_workbook(file).active.iter_rows(values_only=True)
        return dict(zip(titles, row, strict=True))

    def test_finance_takes_the_tax_list_with_full_numbers_and_it_is_kept_who_did(self):
        batch = self.paid_batch().with_user(self.users["maker"])
        action = batch.action_export_tax_in_full("二月个税申报")
        seen = len(self.person.message_ids)

        row = self.fetched("maker", action)

        self.assertEqual((row["Identity number"], row["Full Name"]), (ID_NUMBER, self.person.name))
        self.assertEqual((row["Tax withheld"], row["Paid out"]), (10_000, 40_000))
        for record in (self.person, batch):
            self.assertIn("二月个税申报", record.message_ids[:1].body)
        self.fetched("maker", action)
        self.assertEqual(len(self.person.message_ids), seen + 2)

    def test_nobody_else_takes_full_numbers_and_nobody_without_a_reason(self):
        batch = self.paid_batch()
        own = batch.with_user(self.users["maker"])
        self.assert_refused("Give the reason", own.action_export_tax_in_full, " ")
        for role in ("award", "approver", "auditor"):
            other = batch.with_user(self.users[role])
            self.assert_refused("for finance", other.action_export_tax_in_full, "看看")
        sheet = self.env["award.sheet"].with_user(self.users["award"])
        domain = [("disbursement_id", "=", batch.id)]
        made = sheet.create(
            {
                "model": "award.disbursement.line",
                "kind": "tax_in_full",
                "reason": "看看",
                "domain": domain,
            }
        )
        self.assert_refused("for finance", made._write_to, io.BytesIO())

    def test_the_number_is_shown_on_demand_and_stored_nowhere(self):
        Reveal = self.env["award.identity.reveal"].with_user(self.users["award"])
        wizard = Reveal.create({"partner_id": self.person.id, "reason": "核对申请材料"})
        told = wizard.action_apply()
        self.assertEqual(told["params"]["message"], ID_NUMBER)
        self.assertNotIn(ID_NUMBER, str(wizard.read()))
        self.assertIn("核对申请材料", self.person.message_ids[:1].body)


@tagged("post_install", "-at_install")
class TestPersonsOnPaper(ApplicationCase):
    """A person applies on paper: an officer brings its proof and enters its account, in the window."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.honour = cls.env["award.honour"].create(
            {"name": "省长质量奖(个人)", "code": "szzlj-p", "holder_kind": "individual"}
        )
        cls.person = cls.env["res.partner"].create(
            {
                "name": "示例个人",
                "identity_number": ID_NUMBER,
                "brand_district_id": cls.district.id,
                "company_id": cls.company.id,
            }
        )
        row = cls._rule_vals(
            code="person",
            trigger_kind="honour",
            honour_ids=cls.honour.ids,
            per="recipient",
            for_enterprise=False,
            for_person=True,
            amount=50_000,
            tax="withheld",
        )
        cls.person_policy = cls._policy("persons", [row | {"program_ids": False}])
        cls._window("2024-03-01", "2024-03-31", policy=cls.person_policy)

    def setUp(self):
        super().setUp()
        recognition = self.env["award.recognition"].with_user(self.users["award"])
        recognition = recognition.create(
            {
                "honour_id": self.honour.id,
                "partner_id": self.person.id,
                "date": "2024-02-01",
                "document_no": "示政发〔2024〕3号",
            }
        )
        recognition.with_user(self.users["award2"]).action_confirm()
        self.claim = recognition.sudo().claim_ids

    def enter_account(self, user="award"):
        window = self.env["award.person.account"].with_user(self.users[user])
        given = {"bank_name": self.bank.name, "cnaps": "102362000011"}
        window = window.with_context(default_claim_id=self.claim.id)
        return window.create({"number": "6222000000000000009", **given}).action_apply()

    def bring_proof(self, user="award"):
        for row in self.claim.document_ids.filtered("required").with_user(self.users[user]):
            row.write({"file": PDF, "filename": f"{row.name}.pdf"})

    def test_the_officer_brings_the_proof_of_a_person_and_enters_its_account(self):
        self.assertEqual(len(self.claim.document_ids), 3)
        self.bring_proof()
        self.enter_account()
        self.assertEqual(
            (self.claim.state, self.claim.gap_ids), ("submitted", self.claim.gap_ids.browse())
        )
        self.assertTrue(all(self.claim.document_ids.filtered("required").mapped("sha256")))
        self.assertTrue(self.claim.pay_due_on)
        # whoever took it down from paper does not review it
        self.assert_refused("one duty", self.claim.with_user(self.users["award"]).action_review)
        self.claim.with_user(self.users["award2"]).action_review()
        self.assertEqual((self.claim.amount, self.claim.tax_amount), (50_000, 10_000))

    def test_without_its_proof_the_paper_is_not_taken(self):
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            self.enter_account()
        for row in self.claim.document_ids.filtered("required"):
            self.assertIn(row.name, str(caught.exception))
        self.assertEqual(self.claim.state, "entitled")

    def test_after_its_last_day_the_paper_is_not_taken(self):
        self.bring_proof()
        self.clock.move_to("2024-03-31 16:00:00")  # 24:00 in Shanghai
        self.env.invalidate_all()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.enter_account()
        self.clock.move_to("2024-03-31 15:59:59")
        self.env.invalidate_all()
        self.enter_account()
        self.assertEqual(self.claim.state, "submitted")

    def test_only_award_officers_take_it_down_and_none_for_an_enterprise(self):
        with self.assertRaises(AccessError):
            self.bring_proof("maker")
        firm = self.entitled()
        rows = firm.document_ids.filtered("required").with_user(self.users["award"])
        self.assert_refused("itself", rows[:1].write, {"file": PDF, "filename": "a.pdf"})
