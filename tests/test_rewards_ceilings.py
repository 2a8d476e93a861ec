"""Each boundary of the rewards of Zhuzhou 2023, decided by the pack's own clauses: ceilings, first times."""

from rewards_case import RewardCase

from odoo.service.model import call_kw
from odoo.tests import tagged


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
                    self.assert_refused("3", raised, 30_001, "超", None, True)
                self.assertEqual(self.set_amount(two, second, True).amount, second)
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
