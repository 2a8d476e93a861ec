"""Standards, platforms, deemed honours, payer and rate tables: from the clause to the claim."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.brand_awards.decision import result

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestRuleSettings(AwardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alloy = cls._partner("株洲示例合金有限公司", "91430202MAXXT00137")
        cls.rails = cls._partner("株洲示例轨道有限公司", "91420106MAXXT0013P")
        cls.drafting = cls._honour("bz", "参与标准制修订", event_kind="standard")
        cls.old = cls._honour("zhlzh", "中华老字号")
        cls.old_city = cls._honour("slzh", "市老字号")
        cls.standard = cls.env["brand.standard"].create(
            {"name": "示例合金", "number": "GB/T 00001-2024", "level": "national"}
        )

    @classmethod
    def _partner(cls, name, uscc):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "uscc": uscc,
                "is_company": True,
                "is_brand_enterprise": True,
                "brand_district_id": cls.district.id,
            }
        )

    @classmethod
    def _honour(cls, code, name, **vals):
        return cls.env["award.honour"].create({"code": code, "name": name, **vals})

    def _ceiling(self, code, amount, **vals):
        return {
            **self._rule_vals(),
            "name": code,
            "code": code,
            "kind": "ceiling",
            "amount": amount,
            "per": "recipient",
            "trigger_kind": "honour",
            "program_ids": False,
            **vals,
        }

    def _recognise(self, honour, partner, **vals):
        recognition = (
            self.env["award.recognition"]
            .with_user(self.users["award"])
            .create(
                {
                    "honour_id": honour.id,
                    "partner_id": partner.id,
                    "date": "2024-03-01",
                    "document_no": "示公告〔2024〕1号",
                    **vals,
                }
            )
        )
        recognition.with_user(self.users["award2"]).action_confirm()
        return recognition.sudo()

    # -- standards -------------------------------------------------------------------------------

    def _drafting_rules(self):
        standard = {"trigger_kind": "standard", "per": "item", "first_time": False}
        return [
            self._ceiling(
                "by-level-national",
                100_000,
                for_national=True,
                ranks="1,2,3",
                reading="A11:by_level",
                **standard,
            ),
            self._ceiling(
                "by-rank-1",
                300_000,
                for_international=True,
                for_national=True,
                for_industry=True,
                ranks="1",
                reading="A11:by_rank",
                **standard,
            ),
        ]

    def _rule(self, code, choice):
        self.env["brand.ruling"].create(
            {
                "code": code,
                "name": code,
                "company_id": self.company.id,
                "choice": choice,
                "document_no": f"示裁〔2024〕{code}号",
                "decided_by": "领导小组",
                "date_from": "2021-01-01",
            }
        )

    def test_the_reading_that_was_ruled_pays_and_the_other_does_not(self):
        for choice, clause, ceiling in (
            ("by_level+each", "by-level-national", 100_000),
            ("by_rank+each", "by-rank-1", 300_000),
        ):
            with self.subTest(reading=choice), self.cr.savepoint(flush=False) as attempt:
                policy = self._policy(code=choice, rules=self._drafting_rules())
                self._rule("A11", choice)
                claim = self._recognise(
                    self.drafting, self.alloy, standard_id=self.standard.id, rank=1
                ).claim_ids.filtered(lambda c, p=policy: c.policy_id == p)
                self.assertEqual(
                    (claim.rule_id.code, claim.promised, claim.decision_status),
                    (clause, ceiling, "amount_open"),
                )
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_drafter_of_rank_four_is_told_that_no_clause_speaks_of_it(self):
        self._policy(code="ranks", rules=self._drafting_rules())
        self._rule("A11", "by_level+each")
        recognition = self._recognise(
            self.drafting, self.alloy, standard_id=self.standard.id, rank=4
        )
        self.assertFalse(recognition.claim_ids)
        told = recognition.decision_ids.filtered(lambda d: d.policy_id.code == "ranks")
        self.assertEqual((told.status, told.reason), ("nothing", "no_rule"))

    def test_a_drafting_needs_standard_and_rank(self):
        with self.assertRaises(ValidationError):
            self._recognise(self.drafting, self.alloy)

    def test_drafters_share_one_ceiling_where_it_is_ruled_so(self):
        self._policy(code="shared", rules=self._drafting_rules()[:1])
        self._rule("A11", "by_level+shared")
        first = self._recognise(self.drafting, self.alloy, standard_id=self.standard.id, rank=1)
        second = self._recognise(self.drafting, self.rails, standard_id=self.standard.id, rank=2)
        officer = self.users["award"]
        mine = first.claim_ids.filtered(lambda c: c.policy_id.code == "shared")
        theirs = second.claim_ids.filtered(lambda c: c.policy_id.code == "shared")

        mine.with_user(officer).action_set_amount(70_000, "主要起草单位")
        set_amount = theirs.with_user(officer).action_set_amount
        with self.assertRaises(UserError):
            set_amount(40_000, "参与起草单位", is_different_on_purpose=True)
        set_amount(30_000, "参与起草单位", is_different_on_purpose=True)

        self.assertEqual((mine.amount, theirs.amount), (70_000, 30_000))
        self.assertIn("10万 − 7万 = 3万", theirs.with_context(lang="zh_CN").explanation)

    # -- deemed ----------------------------------------------------------------------------------

    def test_a_deemed_honour_is_recorded_and_waits_for_its_ruling(self):
        self.old.deemed_ids = self.old_city
        self._policy(code="deemed", rules=[self._ceiling("city", 100_000, kind="fixed")])
        self.env["award.rule"].search([("code", "=", "city")])
        recognition = self._recognise(self.old, self.alloy)
        deemed = self.env["award.recognition"].search([("deemed_from_id", "=", recognition.id)])

        self.assertEqual((deemed.honour_id, deemed.state), (self.old_city, "confirmed"))
        self.assertEqual(deemed.claim_ids.decision_status, "held")
        self.assertIn("A9", deemed.claim_ids.with_context(lang="zh_CN").explanation)

        recognition.action_revoke(reason="摘牌", document_no="示撤〔2024〕2号")
        self.assertEqual(deemed.state, "revoked")
        self.assertEqual(deemed.claim_ids.mapped("state"), ["cancelled"])

    # -- rate table --------------------------------------------------------------------------------

    def _rates(self, policy, amount):
        table = (
            self.env["award.rate.table"]
            .with_user(self.users["manager"])
            .create({"name": "2024年奖励标准", "policy_id": policy.id, "year": 2024})
        )
        table.action_add_clauses()
        table.line_ids.amount = amount
        return table

    def test_the_years_table_sets_the_amount_under_a_ceiling(self):
        policy = self._policy(code="rates", rules=[self._ceiling("lzh", 300_000)])
        self._rates(policy, 120_000).with_user(self.users["approver"]).action_activate(
            document_no="示标〔2024〕1号"
        )
        claim = self._recognise(self.old, self.alloy).claim_ids
        self.assertEqual((claim.decision_status, claim.amount), ("due", 120_000))
        self.assertIn("示标〔2024〕1号", claim.with_context(lang="zh_CN").explanation)

        set_amount = claim.with_user(self.users["award"]).action_set_amount
        self.assert_refused("120,000", set_amount, 90_000, "材料反映贡献较小")
        set_amount(90_000, "材料反映贡献较小", is_different_on_purpose=True)
        told = claim.with_context(lang="zh_CN").explanation
        self.assertEqual(claim.amount, 90_000)
        self.assertIn("同类此前为12万元", told)

    def test_a_rate_above_the_ceiling_or_set_by_its_writer_is_refused(self):
        policy = self._policy(code="rates", rules=[self._ceiling("lzh", 300_000)])
        table = self._rates(policy, 300_000)
        with self.assertRaises(ValidationError):
            table.line_ids.amount = 300_001
        table.sudo().document_no = "示标〔2024〕1号"
        self.users["manager"].group_ids += self.env.ref("brand_certification.group_approver")
        with self.assertRaises(UserError):
            table.with_user(self.users["manager"]).action_activate()

    def test_a_table_in_force_is_not_edited(self):
        policy = self._policy(code="rates", rules=[self._ceiling("lzh", 300_000)])
        table = self._rates(policy, 100_000)
        table.with_user(self.users["approver"]).action_activate(document_no="示标〔2024〕1号")
        with self.assertRaises(UserError):
            table.with_user(self.users["manager"]).line_ids.amount = 200_000

    # -- payers ------------------------------------------------------------------------------------

    def _payers(self, **vals):
        return self.env["award.payer.table"].create(
            {
                "name": "市区分担",
                "document_no": "示财〔2024〕4号",
                "date_from": "2024-01-01",
                "district_ids": [Command.set(self.district.ids)],
                "line_ids": [
                    Command.create({"name": "市级财政", "is_city": True, "weight": 4}),
                    Command.create({"name": "财政", "weight": 6}),
                ],
                **vals,
            }
        )

    def test_city_and_district_share_by_the_table_of_the_day(self):
        manager = self.users["manager"]
        self._payers().with_user(manager).action_activate()
        rule = self._ceiling("lzh", 100_000, kind="fixed", payers="table")
        self._policy(code="shares", rules=[rule])
        claim = self._recognise(self.old, self.alloy).claim_ids
        shares = result.from_json(claim.decision_id.frozen).shares
        self.assertEqual(
            [(one.payer_name, one.amount) for one in shares],
            [("市级财政", 40_000), (f"{self.district.name}财政", 60_000)],
        )

    def test_two_tables_of_one_district_at_one_time_are_refused(self):
        manager = self.users["manager"]
        self._payers().with_user(manager).action_activate()
        with self.assertRaises(ValidationError):
            self._payers(date_from="2024-06-01").with_user(manager).action_activate()

    def test_a_table_without_the_city_is_refused(self):
        table = self._payers(line_ids=[Command.create({"name": "区级财政", "weight": 1})])
        with self.assertRaises(UserError):
            table.with_user(self.users["manager"]).action_activate()

    def test_a_reading_is_question_and_choice(self):
        with self.assertRaises(ValidationError):
            self._draft_policy(code="bad", rules=[self._ceiling("x", 1, reading="by level")])
