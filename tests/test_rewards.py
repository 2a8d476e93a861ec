"""Each boundary of the rewards of Wuhan 2022 and Zhuzhou 2023, decided by the packs' own clauses."""

from city_case import CityCase

from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.brand_awards.tests.common import AwardCase

RULED_FROM = "2022-08-08"


class RewardCase(CityCase, AwardCase):
    """A city of a pack whose policy has been issued, with the rulings of its first day."""

    rulings = {}
    fund_code = None
    budget = 5_000_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.award = cls.users["award"]

    @classmethod
    def _policy(cls):
        """Issue the pack's draft: rulings, number and review number, then into force."""
        for name, choice in cls.rulings.items():
            cls.ruled(name, choice)
        policy, manager = cls.ref("policy"), cls.users["manager"]
        if policy.state != "draft":
            policy = policy.browse(policy.with_user(manager).action_new_version()["res_id"])
        policy.with_user(manager).write(
            {"document_no": "示政发〔2022〕8号", "fair_review_no": "公平竞争审查〔2022〕1号"}
        )
        policy.with_user(manager).action_activate()
        return policy.with_env(cls.env)

    @classmethod
    def _fund(cls, budget, year=2024, code=None):
        return super()._fund(budget, year, code or cls.fund_code)

    @classmethod
    def ruled(cls, name, choice, date_from=RULED_FROM):
        """The manager answers an open question of the pack; from a later date, answers it anew."""
        return super().rule(f"ruling_{name}", choice, date_from)

    def honoured(self, code, on, partner=None, **vals):
        """The claim of an honour of the pack, registered and confirmed; may be empty."""
        self.recognition = self.recognise(
            partner or self.firm, on, self.ref(f"honour_{code}"), **vals
        )
        return self.recognition.claim_ids

    def why_not(self):
        """What was decided about the last honour."""
        return self.reason(self.recognition, self.policy)

    def assert_nothing(self, reason):
        self.assertFalse(self.recognition.claim_ids)
        self.assertEqual(self.why_not(), reason)

    def set_amount(self, claim, amount):
        claim.with_user(self.award).action_set_amount(amount, "按年度奖励标准")
        return claim


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
        for words in ("30万 − 10万 = 20万", certificate.number, "A8裁定", "(十三)"):
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


class ZhuzhouCase(RewardCase):
    pack = "brand_city_zhuzhou"
    fund_code = "ZLQS"
    rulings = {
        "a1": "zz-hnlzh-5",
        "a7": "city",
        "a10": "legal_person+ever+each_honour",
        "a11": "by_level+each+revision_paid",
        "a13": "budget_units_not_paid",
        "a14": "zz-lpyb",
        "a28": "award_date",
        "a29": "withheld+ceiling_gross",
    }

    def again_ruled(self, name, choice):
        """Another answer, from a later date: rulings are kept."""
        return self.ruled(name, choice, "2023-01-01")


@tagged("post_install", "-at_install")
class TestFirstTime(ZhuzhouCase):
    """首次 (A10): person, legal person with predecessors, group; nomination and main award."""

    def test_a_ceiling_is_no_amount_until_an_officer_sets_it(self):
        claim = self.honoured("szzlj_org", "2024-02-01")
        self.assertEqual(
            (claim.decision_status, claim.amount, claim.promised), ("amount_open", 0, 300_000)
        )
        self.assert_refused("30", claim.with_user(self.award).action_set_amount, 300_001, "超")
        self.assertEqual(self.set_amount(claim, 300_000).amount, 300_000)

    def test_only_the_first_time_counts_over_all_years_and_names(self):
        self.honoured("szzlj_org", "2019-02-01")
        self.assertFalse(self.recognition.claim_ids)
        self.firm.name = "株洲新名示例有限公司"
        self.honoured("szzlj_org", "2024-02-01")
        self.assert_nothing("not_first")

    def test_a_first_time_before_the_policy_counts_where_since_the_policy_is_not_ruled(self):
        for choice, is_due in (("ever", False), ("since_policy", True)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                self.again_ruled("a10", f"legal_person+{choice}+each_honour")
                self.honoured("szzlj_org", "2023-03-07")
                claim = self.honoured("szzlj_org", "2024-02-01")
                self.assertEqual(bool(claim), is_due)
                attempt.rollback()
            self.env.invalidate_all()

    def test_predecessors_count_for_a_legal_person_and_not_for_the_recipient_alone(self):
        for choice, is_due in (("legal_person", False), ("person", True)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                before = self._firm(f"株洲原某{choice}有限公司")
                self.again_ruled("a10", f"{choice}+ever+each_honour")
                self.honoured("szzlj_org", "2023-05-01", before)
                self.firm.predecessor_ids = before
                claim = self.honoured("szzlj_org", "2024-02-01")
                self.assertEqual(bool(claim), is_due)
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_group_has_one_first_time_where_it_is_ruled_so(self):
        sister = self._firm("株洲集团成员有限公司")
        self.tie(self.firm, sister)
        self.env.flush_all()
        for choice, is_due in (("legal_person", True), ("group", False)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                self.again_ruled("a10", f"{choice}+ever+each_honour")
                self.honoured("szzlj_org", "2023-05-01", sister)
                claim = self.honoured("szzlj_org", "2024-02-01")
                self.assertEqual(bool(claim), is_due)
                if not is_due:
                    self.assert_nothing("not_first")
                attempt.rollback()
            self.env.invalidate_all()

    def test_nomination_and_main_award_are_two_firsts_or_one_as_ruled(self):
        for choice, is_due in (("each_honour", True), ("whole_family", False)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                self.again_ruled("a10", f"legal_person+ever+{choice}")
                self.honoured("zgzlj_tm_org", "2023-05-01")
                claim = self.honoured("zgzlj_org", "2024-02-01")
                self.assertEqual(bool(claim), is_due)
                attempt.rollback()
            self.env.invalidate_all()

    def test_the_first_and_the_last_day_belong_to_the_policy(self):
        for place, (on, is_due) in enumerate(
            (
                ("2023-03-07", False),
                ("2023-03-08", True),
                ("2025-12-31", True),
                ("2026-01-01", False),
            )
        ):
            with self.subTest(on=on):
                claim = self.honoured("szzlj_org", on, self._firm(f"株洲示例{place}有限公司"))
                self.assertEqual(claim.mapped("promised"), [300_000] if is_due else [])

    def test_an_honour_without_a_clause_is_told_as_no_rule(self):
        for code in ("shizzlj", "zzlzh", "jq_3a", "frj", "qzzlj"):
            with self.subTest(honour=code):
                self.honoured(code, "2024-02-01")
                self.assert_nothing("no_rule")

    def test_a_unit_on_public_budget_gets_the_honour_and_no_money(self):
        scenic = self._firm("株洲示例景区管理处")
        scenic.write({"award_recipient_kind": "unit", "is_budget_funded": True})
        self.honoured("jq_5a", "2024-02-01", scenic, item_name="示例景区")
        self.assert_nothing("budget_unit")


@tagged("post_install", "-at_install")
class TestPersons(ZhuzhouCase):
    def _person(self, name):
        return self.env["res.partner"].create(
            {"name": name, "is_company": False, "brand_district_id": self.district.id}
        )

    def test_a_person_is_paid_net_of_the_tax_that_is_withheld(self):
        claim = self.honoured("szzlj_person", "2024-02-01", self._person("张示例"))
        self.assertEqual(claim.promised, 50_000)
        self.assert_refused("5", claim.with_user(self.award).action_set_amount, 50_001, "超")
        self.set_amount(claim, 50_000)
        self.assertEqual(
            (claim.amount, claim.tax_amount, claim.net_amount), (50_000, 10_000, 40_000)
        )

    def test_the_nominee_has_a_clause_and_the_laureate_of_the_main_award_has_none(self):
        self.assertEqual(
            self.honoured("zgzlj_tm_person", "2024-02-01", self._person("李示例")).promised, 100_000
        )
        self.honoured("zgzlj_person", "2024-02-01", self._person("王示例"))
        self.assert_nothing("no_rule")

    def test_an_enterprise_has_no_clause_under_a_persons_honour_and_the_reverse(self):
        self.honoured("szzlj_person", "2024-02-01")
        self.assert_nothing("no_rule")
        self.honoured("szzlj_org", "2024-02-01", self._person("赵示例"))
        self.assert_nothing("no_rule")

    def test_a_persons_second_time_is_not_the_first_whoever_employs_it(self):
        person = self._person("钱示例")
        self.honoured("szzlj_person", "2023-05-01", person)
        person.parent_id = False
        self.honoured("szzlj_person", "2024-02-01", person)
        self.assert_nothing("not_first")


@tagged("post_install", "-at_install")
class TestDrafters(ZhuzhouCase):
    """(八): 排名前三的企业,每项分别给予不高于30万元、10万元、5万元 (A11)."""

    LEVELS = (("international", 300_000), ("national", 100_000), ("industry", 50_000))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standards = {
            level: cls.env["brand.standard"].create(
                {"name": "示例合金", "number": f"示例 {place}-2024", "level": level}
            )
            for place, (level, _ceiling) in enumerate(cls.LEVELS, start=1)
        }

    def drafted(self, level, rank, partner=None, **vals):
        return self.honoured(
            "bz_zxd",
            "2024-02-01",
            partner,
            standard_id=self.standards[level].id,
            rank=rank,
            **vals,
        )

    def test_by_level_the_third_drafter_has_the_levels_ceiling_and_the_fourth_nothing(self):
        for level, ceiling in self.LEVELS:
            with self.subTest(level=level):
                third = self.drafted(level, 3, self._firm(f"株洲第三{level}有限公司"))
                self.assertEqual(third.mapped("promised"), [ceiling])
                self.drafted(level, 4, self._firm(f"株洲第四{level}有限公司"))
                self.assert_nothing("no_rule")

    def test_by_rank_the_rank_sets_the_ceiling_whatever_the_level(self):
        self.again_ruled("a11", "by_rank+each+revision_paid")
        for rank, ceiling in ((1, 300_000), (2, 100_000), (3, 50_000)):
            with self.subTest(rank=rank):
                claim = self.drafted("industry", rank, self._firm(f"株洲排名{rank}有限公司"))
                self.assertEqual(claim.mapped("promised"), [ceiling])
        self.drafted("industry", 4, self._firm("株洲排名四有限公司"))
        self.assert_nothing("no_rule")

    def test_local_drafters_have_a_ceiling_each_or_share_one_as_ruled(self):
        for choice, second in (("each", 100_000), ("shared", 30_000)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                self.again_ruled("a11", f"by_level+{choice}+revision_paid")
                one = self.drafted("national", 1)
                two = self.drafted("national", 2, self._firm("株洲第二起草有限公司"))
                self.set_amount(one, 70_000)
                if choice == "shared":
                    raised = two.with_user(self.award).action_set_amount
                    self.assert_refused("3", raised, 30_001, "超")
                self.assertEqual(self.set_amount(two, second).amount, second)
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_revised_standard_pays_as_ruled(self):
        for choice, is_due in (("revision_paid", True), ("revision_not_paid", False)):
            with self.subTest(choice=choice), self.cr.savepoint(flush=False) as attempt:
                self.again_ruled("a11", f"by_level+each+{choice}")
                self.assertEqual(bool(self.drafted("national", 1, occasion="revision")), is_due)
                attempt.rollback()
            self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestContradictions(ZhuzhouCase):
    """湖南老字号 stands under 30万 and under 5万: nobody puts that into force without a ruling."""

    @classmethod
    def _policy(cls):
        policy, manager = cls.ref("policy"), cls.users["manager"]
        if policy.state != "draft":
            policy = policy.browse(policy.with_user(manager).action_new_version()["res_id"])
        policy.with_user(manager).write(
            {"document_no": "示政发〔2023〕8号", "fair_review_no": "公平竞争审查〔2023〕1号"}
        )
        return policy.with_env(cls.env)

    def rpc(self, record, method, *args, **kwargs):
        """The call as a client makes it, as the manager."""
        model = self.env[record._name].with_user(self.users["manager"])
        return call_kw(model, method, [record.ids, *args] if record else list(args), kwargs)

    def open_rulings(self):
        found = self.env["brand.ruling"].search([("company_id", "=", self.company.id)])
        return not found.filtered(lambda r: r.code in ("A1", "A14") and r.is_ruled)

    def test_the_button_and_the_call_are_refused_naming_both_clauses_and_the_way_out(self):
        self.assertTrue(self.open_rulings())
        with self.assertRaises(Exception) as refused:
            self.rpc(self.policy, "action_activate")
        told = str(refused.exception)
        for words in ("湖南老字号", "农产品地理标志", "A1", "A14", "300,000", "50,000"):
            self.assertIn(words, told)
        self.assertEqual(self.policy.state, "draft")

    def test_a_written_state_is_refused(self):
        self.assert_refused(
            "through its actions only", self.rpc, self.policy, "write", {"state": "active"}
        )
        self.assert_refused(
            "through its actions only",
            self.rpc,
            self.policy,
            "web_save",
            {"state": "active"},
            specification={},
        )

    def test_an_import_brings_no_policy_into_force(self):
        fields = ["name", "code", "date_from", "state"]
        rows = [["绕行", "bypass", "2023-03-08", "active"]]
        result = self.rpc(self.policy.browse(), "load", fields, rows)
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        external = self.env["ir.model.data"].search(
            [("model", "=", "award.policy"), ("res_id", "=", self.policy.id)], limit=1
        )
        if external:
            result = self.rpc(
                self.policy.browse(), "load", ["id", "state"], [[external.complete_name, "active"]]
            )
            self.assertFalse(result["ids"])
        self.assertEqual(self.policy.state, "draft")

    def test_a_copy_is_a_draft_with_the_same_contradictions(self):
        for default in ({}, {"state": "active"}, {"code": "other"}):
            with self.subTest(default=default):
                try:
                    with self.cr.savepoint():
                        copied = self.rpc(self.policy, "copy", default)
                except Exception as refused:
                    self.assertIn("starts as", str(refused))
                    continue
                draft = self.env["award.policy"].browse(
                    copied.ids if hasattr(copied, "ids") else copied
                )
                self.assertEqual(draft.state, "draft")
                self.assert_refused("湖南老字号", self.rpc, draft, "action_activate")

    def test_a_clause_cannot_be_slipped_into_a_policy_in_force(self):
        self.ruled("a1", "zz-hnlzh-5")
        self.ruled("a14", "zz-lpyb")
        self.rpc(self.policy, "action_activate")
        self.assertEqual(self.policy.state, "active")
        clause = self.policy.rule_ids.filtered(lambda rule: rule.code == "zz-hnmp")
        self.assert_refused("can no longer be changed", self.rpc, clause, "write", {"amount": 1})
        self.assert_refused(
            "can no longer be changed", self.rpc, clause, "copy", {"code": "x", "amount": 900_000}
        )
        result = self.rpc(
            clause.browse(),
            "load",
            ["policy_id/.id", "name", "code", "amount"],
            [[str(self.policy.id), "绕行", "bypass", "900000"]],
        )
        self.assertFalse(result["ids"])

    def test_a_ruling_without_its_document_opens_nothing(self):
        ruling = self.ref("ruling_a1")
        if ruling.is_ruled:
            ruling = ruling.copy()
        self.assert_refused(
            "needs its document number", self.rpc, ruling, "write", {"choice": "zz-hnlzh-5"}
        )
        self.assert_refused("湖南老字号", self.rpc, self.policy, "action_activate")

    def test_the_clause_that_was_ruled_pays_and_the_other_does_not(self):
        self.ruled("a1", "zz-hnlzh-5")
        self.ruled("a14", "zz-lpyb")
        for code, choice in (
            ("a7", "city"),
            ("a10", "legal_person+ever+each_honour"),
            ("a28", "award_date"),
        ):
            self.ruled(code, choice)
        self.rpc(self.policy, "action_activate")
        claim = self.honoured("hnlzh", "2024-02-01")
        self.assertEqual((claim.rule_id.code, claim.promised), ("zz-hnlzh-5", 50_000))
        grown = self.honoured("ncp_dlbz", "2024-02-01", item_name="攸县示例香干")
        self.assertEqual((grown.rule_id.code, grown.promised), ("zz-lpyb", 50_000))
