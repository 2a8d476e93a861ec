"""The enterprise's way through its rewards, as HTTP without JavaScript."""

import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .common import QUOTE, AwardCase
from .portal_common import ACCOUNT, PageCase


@tagged("post_install", "-at_install")
class TestPortalClaims(AwardCase, PageCase):
    def setUp(self):
        super().setUp()
        self.claim = self.entitled()
        self.enter(self.applicant, self.claim.access_url)

    # -- requests ----------------------------------------------------------------------------------

    def confirm(self, claim=None, **data):
        return self.page(f"{(claim or self.claim).access_url}/account", **data)

    def stranger(self):
        """Another enterprise with a claim and an account of its own."""
        firm, user = self._enterprise("别家电子有限公司", "91340202MAXXT0013L")
        return self.entitled(firm=firm), self.account(firm, user, number="999999999999")

    def reward_page(self, claim=None):
        return self.page((claim or self.claim).access_url)

    # -- what is shown -----------------------------------------------------------------------------

    def test_home_names_the_task_and_the_money(self):
        page = self.page("/my")

        self.assertIn("200,000 yuan", self.text(page, "//*[@id='brand_home_tasks']"))
        self.assertIn(self.claim.access_url, page.xpath("//*[@id='brand_home_tasks']//a/@href"))
        self.assertIn("200,000 yuan", self.text(page, "//*[@id='brand_home_money']"))

    def test_overview_shows_what_waits_and_what_was_paid(self):
        batch = self.settled(count=2)

        page = self.page("/my/brand")

        sums = [node.text for node in page.xpath("//*[@id='brand_money']//dd/span[1]")]
        self.assertEqual(sums, ["200,000 yuan", "400,000 yuan"])
        self.assertEqual(batch.amount_total, 400_000)

    def test_list_shows_own_rewards_only(self):
        other, _account = self.stranger()

        page = self.page("/my/brand/rewards")

        links = page.xpath("//ul[contains(@class, 'o_mybrand_rewards')]//a[@class='fw-bold']/@href")
        self.assertEqual(links, [self.claim.access_url])
        self.assertNotIn(other.name, self.response.text)

    def test_a_reward_tells_amount_clause_and_reasons(self):
        page = self.reward_page()

        text = self.text(page)
        self.assertIn("200,000 yuan", text)
        self.assertIn("人民币贰拾万元整", text)
        self.assertEqual(self.text(page, "//blockquote"), QUOTE)
        self.assertIn("芜政〔2021〕108号", self.text(page, "//figcaption"))
        self.assertIn(self.claim.certificate_id.number, text)

    def test_the_way_to_the_bank_has_four_steps(self):
        self.assertEqual(self.states(), ["done", "now", "todo", "todo"])
        self.confirm(**ACCOUNT)
        self.assertEqual(self.states(), ["done", "done", "now", "todo"])

    def test_a_paid_reward_shows_its_day_on_every_step(self):
        claim = self.settled().line_ids.claim_id
        page = self.reward_page(claim)

        self.assertEqual(self.states(page), ["done"] * 4)
        self.assertIn("March 4, 2024", self.text(page, "//li[4]"))
        self.assertFalse(page.xpath("//form[contains(@action, '/account')]"))

    def test_a_returned_claim_shows_the_reason_and_asks_again(self):
        self.confirm(**ACCOUNT)
        self.claim.with_user(self.users["award"]).action_return(reason="开户行名称不全")

        page = self.reward_page()

        self.assertIn("开户行名称不全", self.text(page))
        self.assertEqual(self.states(page), ["done", "now", "todo", "todo"])
        self.assertTrue(page.xpath("//form[contains(@action, '/account')]"))

    def test_a_refused_claim_has_no_step_that_is_now(self):
        self.claim.with_user(self.users["award"]).action_reject(
            reason="不符合条件", document_no="芜市监〔2024〕8号"
        )

        page = self.reward_page()

        self.assertEqual(self.states(page), ["done", "ended", "ended", "ended"])
        self.assertIn("不符合条件", self.text(page))

    def test_what_holds_the_claim_is_told(self):
        self.firm.sudo().write(
            {
                "credit_state": "blacklisted",
                "credit_reason": "虚假宣传",
                "credit_from": "2024-01-01",
            }
        )
        self.assertIn("虚假宣传", self.text(self.reward_page()))

    def states(self, page=None):
        page = self.reward_page() if page is None else page
        steps = page.xpath("//ol[contains(@class, 'o_mybrand_way')]/li/@class")
        return [classes.split("o_mybrand_way_")[-1] for classes in steps]

    # -- account -------------------------------------------------------------------------------------

    def test_an_entered_account_is_confirmed_and_still_to_be_checked(self):
        page = self.confirm(**ACCOUNT)

        account = self.claim.bank_account_id
        self.assertEqual(self.claim.state, "submitted")
        self.assertEqual(
            (account.acc_number, account.acc_holder_name, account.clearing_number),
            ("340200000000001", self.firm.name, "102362000011"),
        )
        self.assertEqual((account.allow_out_payment, account.partner_id), (False, self.firm))
        self.assertIn("A second person of the office checks it", self.text(page))
        self.assertNotIn("340200000000001", self.response.text)

    def test_full_width_digits_and_blanks_are_taken(self):
        self.confirm(**{**ACCOUNT, "number": "３４０２００００ 0000001", "cnaps": "1023 6200 0011"})
        self.assertEqual(self.claim.bank_account_id.acc_number, "340200000000001")

    def test_an_own_account_is_chosen(self):
        account = self.account()
        page = self.reward_page()
        self.assertEqual(page.xpath("//input[@type='radio'][@checked]/@value"), [str(account.id)])

        self.confirm(account=account.id)

        self.assertEqual((self.claim.state, self.claim.bank_account_id), ("submitted", account))

    def test_every_error_stands_at_its_field_and_what_was_typed_stays(self):
        typed = {
            "account": "new",
            "holder": "别家电子有限公司",
            "number": "12a",
            "bank": "",
            "cnaps": "1023",
        }

        page = self.confirm(**typed)

        self.assertEqual(
            {
                name: self.text(page, f"//*[@id='e_{name}']")
                for name in ("holder", "number", "bank", "cnaps")
            },
            {
                "holder": f"The account must be in the name of your enterprise: {self.firm.name}",
                "number": "The account number is not one: digits, 5 to 40 places.",
                "bank": "bank and branch is missing.",
                "cnaps": "The CNAPS code has 12 digits.",
            },
        )
        linked = page.xpath("//*[@id='brand_errors']//a/@href")
        self.assertEqual(
            set(linked), {f"#field_{n}" for n in ("holder", "number", "bank", "cnaps")}
        )
        kept = {
            n: page.xpath(f"//input[@id='f_{n}']/@value")[0] for n in ("holder", "number", "cnaps")
        }
        self.assertEqual(kept, {n: typed[n] for n in kept})
        self.assertEqual(self.claim.state, "entitled")
        self.assertFalse(self.firm.bank_ids)

    def test_nothing_chosen_is_told(self):
        self.account()
        page = self.confirm(account="")
        self.assertIn("Choose one of your accounts", self.text(page, "//*[@id='e_account']"))

    def test_an_account_of_somebody_else_is_refused(self):
        _claim, account = self.stranger()
        self.account()

        page = self.confirm(account=account.id)

        self.assertIn("Choose one of your accounts", self.text(page, "//*[@id='e_account']"))
        self.assertEqual(self.claim.state, "entitled")

    def test_a_second_confirmation_is_told_and_changes_nothing(self):
        self.confirm(**ACCOUNT)
        first = self.claim.bank_account_id

        page = self.confirm(**{**ACCOUNT, "number": "111111111111"})

        self.assertIn("confirmed already", self.text(page, "//*[@role='alert']"))
        self.assertEqual((self.claim.state, self.claim.bank_account_id), ("submitted", first))
        self.assertEqual(self.firm.bank_ids, first)

    def test_an_account_that_cannot_be_paid_says_why(self):
        self.account(cnaps=None)
        page = self.reward_page()
        self.assertIn("Cannot be paid: The CNAPS code (12 digits) is missing", self.text(page))

    # -- who may -------------------------------------------------------------------------------------

    def test_rewards_of_others_are_out_of_reach(self):
        other, _account = self.stranger()
        for path in ("", "/notice"):
            answer = self.url_open(f"{other.access_url}{path}")
            self.assertRegex(answer.url, "/my$")
        answer = self.url_open(
            f"{other.access_url}/account", data={**ACCOUNT, "csrf_token": self.token}
        )

        self.assertRegex(answer.url, "/my$")
        self.env.invalidate_all()
        self.assertEqual((other.state, other.bank_account_id.id), ("entitled", False))

    def test_assessors_have_no_rewards(self):
        self.authenticate(self.assessors[0].login, self.assessors[0].login)
        self.assertRegex(self.url_open("/my/brand/rewards").url, "/my$")

    def test_a_form_without_its_token_is_refused(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(f"{self.claim.access_url}/account", data=ACCOUNT)
        self.env.invalidate_all()
        self.assertEqual((answer.status_code, self.claim.state), (400, "entitled"))

    def test_the_notice_of_reward_is_a_pdf(self):
        render = IrActionsReport._render_qweb_pdf

        def real(engine, *args, **kwargs):  # under test Odoo answers with HTML otherwise
            return render(engine.with_context(force_report_rendering=True), *args, **kwargs)

        with patch.object(IrActionsReport, "_render_qweb_pdf", real):
            answer = self.url_open(f"{self.claim.access_url}/notice")

        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        self.assertIn(self.claim.name, text)

    # -- size ----------------------------------------------------------------------------------------

    def test_a_list_of_ten_costs_the_queries_of_one(self):
        claims = self.claim | self.entitled(9)

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(records.with_user(self.applicant)._portal_rows()), len(records))
            return self.cr.sql_log_count - before

        cost(claims)  # warm caches of groups and rules
        self.assertEqual(cost(claims), cost(claims[:1]))
