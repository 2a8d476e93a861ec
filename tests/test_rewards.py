"""Each boundary of the rewards of Wuhan 2022, decided by the pack's own clauses: fixed sums, ladders."""

from rewards_case import RewardCase

from odoo.tests import tagged


class WuhanCase(RewardCase):
    pack = "brand_city_wuhan"
    fund_code = "PPZX"
    rulings = {
        "a5": "product",
        "a7": "city",
        "a9": "deemed_not_paid",
        "a28": "award_date",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.ref("program_jingpin")

    def jingpin(self, product=None, **kwargs):
        """A certificate of 武汉精品; its claim under (十三) about the sum."""
        products = product or self.product()
        certificate = self.certificates(products=products, **kwargs)
        certificate.invalidate_recordset()
        return certificate

    def product(self, name="智能电能表", partner=None, **vals):
        partner = partner or self.firm
        return self.env["brand.product"].create({"name": name, "partner_id": partner.id, **vals})

    def sum_of(self, certificate):
        return certificate.claim_ids.filtered(lambda c: c.rule_id == self.ref("rule_jp_wuhan"))

    def sum_decided(self, certificate):
        rows = certificate.award_decision_ids
        return rows.filtered(lambda row: row.rule_id == self.ref("rule_jp_wuhan"))[:1]


@tagged("post_install", "-at_install")
class TestLadders(WuhanCase):
    """(七) and (十三): 50万, 30万, 10万; an upgrade as A8 is ruled."""

    OLD = ("wuhan_lzh", "hubei_lzh", "china_lzh")
    # A8, what is due for 湖北 after 武汉 was paid, and for 中国 (中华) after both
    MODES = (
        ("full", (100_000, 300_000, 500_000)),
        ("difference", (100_000, 200_000, 200_000)),
        ("none", (100_000, 0, 0)),
    )

    def test_each_step_of_the_old_brands_pays_as_the_setting_says(self):
        for mode, sums in self.MODES:
            with self.subTest(mode=mode), self.cr.savepoint(flush=False) as attempt:
                self.ruled("a8", f"{mode}+enterprise+any_policy")
                for honour, on, due in zip(
                    self.OLD, ("2023-03-01", "2023-09-01", "2024-02-01"), sums, strict=True
                ):
                    claim = self.honoured(honour, on)
                    self.assertEqual(sum(claim.mapped("amount")), due, honour)
                    if claim:
                        self.approve(claim)
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_certificate_is_the_first_step_of_fine_products_and_honours_the_next(self):
        for mode, sums in self.MODES:
            with self.subTest(mode=mode), self.cr.savepoint(flush=False) as attempt:
                self.ruled("a8", f"{mode}+item+any_policy")
                certificate = self.jingpin()
                claim = self.sum_of(certificate)
                self.assertEqual(claim.amount, sums[0])
                self.approve(claim)
                for honour, on, due in zip(
                    ("hubei_jp", "china_jp"), ("2024-03-05", "2024-03-06"), sums[1:], strict=True
                ):
                    claim = self.honoured(honour, on, product_id=certificate.product_id.id)
                    self.assertEqual(sum(claim.mapped("amount")), due, honour)
                    if claim:
                        self.approve(claim)
                attempt.rollback()
            self.env.invalidate_all()

    def test_the_difference_is_told_with_its_arithmetic_and_its_ruling(self):
        self.ruled("a8", "difference+item+any_policy")
        certificate = self.jingpin()
        self.approve(self.sum_of(certificate))
        claim = self.honoured("hubei_jp", "2024-03-05", product_id=certificate.product_id.id)
        told = claim.with_context(lang="zh_CN").explanation
        for words in ("30万 − 10万 = 20万", certificate.number, "a8号裁定", "(十三)"):
            self.assertIn(words, told)

    def test_without_a_ruling_an_upgrade_waits_once_money_was_committed(self):
        certificate = self.jingpin()
        self.approve(self.sum_of(certificate))
        claim = self.honoured("hubei_jp", "2024-03-05", product_id=certificate.product_id.id)
        self.assertEqual((claim.decision_status, claim.amount), ("held", 0))
        self.assertIn("A8", claim.with_context(lang="zh_CN").explanation)

    def test_a_lower_honour_after_the_higher_one_is_due_nothing(self):
        self.ruled("a8", "difference+item+any_policy")
        self.honoured("china_lzh", "2023-03-01")
        self.honoured("wuhan_lzh", "2024-02-01")
        self.assert_nothing("lower_after_higher")

        product = self.product()
        self.honoured("hubei_jp", "2023-09-01", product_id=product.id)
        certificate = self.jingpin(product)
        self.assertFalse(self.sum_of(certificate))
        self.assertEqual(self.sum_decided(certificate).reason, "lower_after_higher")

    def test_both_levels_of_one_year_make_the_higher_amount_in_all_whichever_is_paid_first(self):
        self.ruled("a8", "difference+enterprise+any_policy")
        for first, sums in (("low", (100_000, 200_000)), ("high", (0, 300_000))):
            with self.subTest(first=first), self.cr.savepoint(flush=False) as attempt:
                low = self.honoured("wuhan_lzh", "2024-01-08")
                high = self.honoured("hubei_lzh", "2024-02-08")
                self.assertEqual((low.amount, high.amount), (100_000, 300_000))
                sooner, later = (low, high) if first == "low" else (high, low)
                self.approve(sooner)
                later.with_user(self.award).action_redecide()
                self.assertEqual((low.amount, high.amount), sums)
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_deemed_lower_honour_is_not_paid_beside_the_higher_one(self):
        self.ruled("a8", "difference+enterprise+any_policy")
        china = self.ref("honour_china_lzh")
        china.deemed_ids = self.ref("honour_hubei_lzh") | self.ref("honour_wuhan_lzh")
        claim = self.honoured("china_lzh", "2023-03-01")
        self.assertEqual(claim.amount, 500_000)
        deemed = self.env["award.recognition"].search(
            [("deemed_from_id", "=", self.recognition.id)]
        )
        self.assertEqual(deemed.mapped("state"), ["confirmed", "confirmed"])
        self.assertFalse(deemed.claim_ids)

    def test_one_honour_per_product_counts_each_product_for_itself(self):
        self.ruled("a8", "difference+item+any_policy")
        for name in ("智能电能表", "智能水表"):
            claim = self.sum_of(self.jingpin(self.product(name)))
            self.assertEqual(claim.amount, 100_000)


@tagged("post_install", "-at_install")
class TestNewness(WuhanCase):
    """一次性: the second time, under whatever name or code."""

    def test_the_second_time_is_due_nothing(self):
        self.assertEqual(self.honoured("wuhan_lzh", "2023-03-01").amount, 100_000)
        self.honoured("wuhan_lzh", "2024-02-01")
        self.assert_nothing("had_before")

        product = self.product()
        self.honoured("wuhan_jp", "2023-03-01", product_id=product.id)
        again = self.jingpin(product)
        self.assertEqual(self.sum_decided(again).reason, "had_before")

    def test_a_renamed_enterprise_is_the_same_one(self):
        before = self.firm.name
        self.honoured("wuhan_lzh", "2023-03-01")
        self.firm.name = "武汉新名示例有限公司"
        self.honoured("wuhan_lzh", "2024-02-01")
        self.assert_nothing("had_before")

        self.honoured("hubei_lzh", "2023-05-01", holder_name=before)
        told = self.recognition.claim_ids.with_context(lang="zh_CN").explanation
        self.assertIn(f"原名{before}", told)

    def test_a_merged_enterprise_has_what_its_predecessors_had(self):
        absorbed = self._firm("武汉被合并示例有限公司")
        older = self._firm("武汉更早示例有限公司")
        self.honoured("wuhan_lzh", "2022-09-01", older)
        absorbed.predecessor_ids = older
        self.firm.predecessor_ids = absorbed
        self.honoured("wuhan_lzh", "2024-02-01")
        self.assert_nothing("had_before")
        rows = self.recognition.decision_ids.with_context(lang="zh_CN")
        self.assertIn("武汉更早示例有限公司", "".join(rows.mapped("explanation")))

    def test_a_predecessors_certified_product_is_not_new_with_its_successor(self):
        absorbed = self._firm("武汉被合并示例有限公司")
        self.jingpin(self.product(partner=absorbed), firm=absorbed)
        self.firm.predecessor_ids = absorbed
        again = self.jingpin(self.product())
        self.assertEqual(self.sum_decided(again).reason, "had_before")

    def test_a_renewal_is_new_only_where_it_is_ruled_so(self):
        for choice, due in ((None, 0), ("renewal", 100_000)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                if choice:
                    self.ruled("a6", choice)
                first = self.jingpin()
                application = self.env["brand.application"].create(
                    {
                        "program_id": self.program.id,
                        "level_id": self.program.level_ids[:1].id,
                        "partner_id": self.firm.id,
                        "product_id": first.product_id.id,
                        "renews_id": first.id,
                    }
                )
                renewed = self.env["brand.certificate"].sudo()._issue(application)
                self.assertEqual(sum(self.sum_of(renewed).mapped("amount")), due)
                attempt.rollback()
            self.env.invalidate_all()

    def test_support_without_an_amount_waits_for_an_officer(self):
        certificate = self.jingpin()
        claim = certificate.claim_ids.filtered(lambda c: c.rule_id == self.ref("rule_overseas"))
        self.assertEqual((claim.decision_status, claim.amount), ("amount_open", 0))


@tagged("post_install", "-at_install")
class TestForce(WuhanCase):
    """The first and the last day, drafts, and versions."""

    DAYS = (
        ("2022-08-07", False),
        ("2022-08-08", True),
        ("2025-12-31", True),
        ("2026-01-01", False),
    )

    def test_the_first_and_the_last_day_belong_to_the_policy(self):
        for place, (on, is_due) in enumerate(self.DAYS):
            with self.subTest(on=on):
                claim = self.honoured("wuhan_lzh", on, self._firm(f"武汉示例{place}有限公司"))
                self.assertEqual(claim.mapped("amount"), [100_000] if is_due else [])

    def test_by_the_date_of_claim_the_day_of_entitlement_decides(self):
        self.ruled("a28", "claim_date", "2023-01-01")
        claim = self.honoured("wuhan_lzh", "2022-08-07")
        self.assertEqual(claim.amount, 100_000)
        self.clock.move_to("2026-01-04 02:00:00")
        self.honoured("wuhan_lzh", "2025-12-31", self._firm("武汉迟报示例有限公司"))
        self.assertFalse(self.recognition.claim_ids)

    def test_the_new_version_decides_from_its_first_day(self):
        manager = self.users["manager"]
        draft = self.policy.browse(self.policy.with_user(manager).action_new_version()["res_id"])
        draft.with_user(manager).write({"date_from": "2024-03-01"})
        clause = draft.rule_ids.filtered(lambda rule: rule.code == "lzh-wuhan")
        clause.with_user(manager).amount = 150_000
        self.assertEqual(
            self.honoured("wuhan_lzh", "2024-02-20", self._firm("武汉甲有限公司")).amount, 100_000
        )
        draft.with_user(manager).action_activate()
        for on, due, version in (
            ("2024-02-29", 100_000, self.policy.version),
            ("2024-03-01", 150_000, draft.version),
        ):
            claim = self.honoured("wuhan_lzh", on, self._firm(f"武汉{on}有限公司"))
            self.assertEqual((claim.amount, claim.rule_version), (due, version))

    def test_a_draft_pays_nothing_and_says_so(self):
        self.policy.sudo().date_to = "2023-12-31"
        draft = self.policy.copy({"date_from": "2024-01-01", "date_to": "2025-12-31"})
        self.honoured("wuhan_lzh", "2024-02-01")
        self.assertFalse(self.recognition.claim_ids)
        self.assertEqual(self.reason(self.recognition, draft), "draft")


@tagged("post_install", "-at_install")
class TestMoney(WuhanCase):
    """The fund, the revocation before and after the payment."""

    budget = 250_000

    def _claims(self):
        return [
            self.sum_of(self.jingpin(self.product(name))) for name in ("电能表", "水表", "气表")
        ]

    def test_a_claim_beyond_the_fund_waits_in_its_place_and_is_committed_when_money_comes(self):
        first, second, third = self._claims()
        for claim in (first, second, third):
            self.approve(claim)
        self.assertEqual(
            (first.state, second.state, third.state), ("approved", "approved", "reviewed")
        )
        self.assertTrue(third.is_queued)
        self.assert_fund(committed=200_000)
        self.assertIn("exhausted", third.waiting_for)

        second.with_user(self.users["approver"]).action_withdraw_approval("重新核实")
        third.with_user(self.users["approver"]).action_approve()
        self.assertEqual(third.state, "approved")
        self.assert_fund(committed=200_000)

    def test_an_honour_revoked_before_payment_ends_the_claim_and_frees_the_money(self):
        claim = self.honoured("wuhan_lzh", "2024-02-01")
        self.approve(claim)
        self.assert_fund(committed=100_000)
        self.recognition.with_user(self.users["approver"]).action_revoke("造假", "示撤〔2024〕1号")
        self.assertEqual(claim.state, "cancelled")
        self.assert_fund(committed=0)

    def test_an_honour_revoked_after_payment_proposes_to_recover_it(self):
        claim = self.honoured("wuhan_lzh", "2024-02-01")
        self.pay(claim)
        self.recognition.with_user(self.users["approver"]).action_revoke("造假", "示撤〔2024〕1号")
        recovery = claim.recovery_ids
        self.assertEqual((claim.state, recovery.state, recovery.amount), ("paid", "draft", 100_000))
        self.assertIn("示撤〔2024〕1号", recovery.reason)
        self.follow()
        self.assertEqual(claim.recovery_ids, recovery)

    def test_a_withdrawn_certificate_ends_or_recovers_and_takes_the_ladders_step_along(self):
        self.ruled("a8", "difference+item+any_policy")
        certificate = self.jingpin()
        claim = self.sum_of(certificate)
        self.pay(claim)
        made = self.env["award.recognition"].search([("certificate_id", "=", certificate.id)])
        certificate.with_user(self.users["approver"]).action_withdraw(
            "监督不合格", "示撤〔2024〕2号"
        )
        self.assertEqual((claim.state, claim.recovery_ids.amount), ("paid", 100_000))
        self.assertEqual(made.mapped("state"), ["revoked"])

    def test_a_suspended_certificate_holds_its_claim(self):
        certificate = self.jingpin()
        claim = self.sum_of(certificate)
        claim.with_user(self.applicant).action_confirm_account(self.account().id)
        certificate.sudo().action_suspend("抽查不合格", "示停〔2024〕1号")
        review = claim.with_user(self.award).action_review
        self.assert_refused("suspended", review)
