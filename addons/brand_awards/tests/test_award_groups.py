"""First times of groups, of predecessors, and of items that were registered twice."""

from odoo import Command
from odoo.tests import tagged

from .common import AwardCase


class HonourCase(AwardCase):
    """An honour rewarded once per recipient, and firms that may belong together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.honour = cls.env["award.honour"].create({"name": "省质量标杆", "code": "bench"})
        cls.sister = cls._firm("示例轨道有限公司", "91430202MAXXT00137")
        cls.parent = cls._firm("示例集团有限公司", "91420106MAXXT0013P")

    def clause(self, **vals):
        row = self._rule_vals(
            code="bench",
            clause="(九)",
            quote="对首次获得省质量标杆的企业，给予奖励10万元。",
            trigger_kind="honour",
            honour_ids=self.honour.ids,
            program_ids=False,
            amount=100_000,
            per="recipient",
            **vals,
        )
        return self._policy("bench-2021", [row])

    def first_time(self, scope):
        return self.clause(
            first_time=True, first_scope=scope, first_span="ever", first_family="each_honour"
        )


@tagged("post_install", "-at_install")
class TestGroups(HonourCase):
    def test_the_first_time_of_a_group_is_used_up_by_any_member(self):
        policy = self.first_time("group")
        self.tie(self.parent, self.firm)
        self.tie(self.parent, self.sister)
        self.recognise(self.sister, "2022-03-01")
        second = self.recognise(self.firm, "2023-03-01")
        self.assertFalse(second.claim_ids)
        self.assertEqual(self.reason(second, policy), "not_first")
        told = second.decision_ids.with_context(lang="zh_CN").mapped("explanation")
        self.assertIn("示例轨道有限公司", "".join(told))

    def test_by_legal_person_each_member_has_its_own_first_time(self):
        self.first_time("legal_person")
        self.tie(self.firm, self.sister)
        self.recognise(self.sister, "2022-03-01")
        self.assertEqual(self.recognise(self.firm, "2023-03-01").claim_ids.amount, 100_000)

    def test_only_who_belonged_to_the_group_on_the_day_of_award_counts(self):
        policy = self.first_time("group")
        tie = self.tie(self.firm, self.sister, date_to="2022-12-31")
        self.recognise(self.sister, "2022-03-01")
        left = self.recognise(self.firm, "2023-01-01")
        self.assertEqual(left.claim_ids.amount, 100_000)
        self.assertEqual(str(tie.date_to), "2022-12-31")

        left.action_revoke(reason="登记有误", document_no="示撤1号")
        last_day = self.recognise(self.firm, "2022-12-31")
        self.assertEqual(self.reason(last_day, policy), "not_first")

    def test_a_predecessor_of_a_member_counts_for_the_whole_group(self):
        policy = self.first_time("group")
        self.sister.predecessor_ids = self.parent
        self.tie(self.firm, self.sister)
        self.recognise(self.parent, "2022-03-01")
        second = self.recognise(self.firm, "2023-03-01")
        self.assertEqual(self.reason(second, policy), "not_first")

    def test_parts_of_a_split_firm_are_no_group(self):
        """They share what the firm had before, not what each of them wins afterwards."""
        self.first_time("group")
        (self.firm | self.sister).predecessor_ids = self.parent
        self.recognise(self.sister, "2022-03-01")
        self.assertEqual(self.recognise(self.firm, "2023-03-01").claim_ids.amount, 100_000)

    def test_groups_of_a_batch_agree_with_the_group_of_a_day(self):
        self.sister.predecessor_ids = self.parent
        self.tie(self.firm, self.sister, date_from="2022-01-01")
        groups = (self.firm | self.sister)._award_groups()
        for on in ("2021-12-31", "2022-01-01"):
            day = self.env["brand.relation"]._fields["date_from"].to_date(on)
            same = {
                one.id
                for one in self.firm | self.sister | self.parent
                if groups.key(one.id, day)
                and groups.key(one.id, day) == groups.key(self.firm.id, day)
            }
            members = set(self.firm._brand_group(day).ids)
            self.assertEqual(same or {self.firm.id}, members, on)

    def test_gathering_groups_costs_the_same_for_one_firm_and_for_fifty(self):
        firms = self.env["res.partner"].browse(
            [self._firm(f"集团成员{number}").id for number in range(50)]
        )
        for firm in firms:
            self.tie(self.parent, firm)
        counts = []
        for batch in (firms[:1], firms):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(batch._award_groups().partner_ids), 51)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 14, counts)
        self.assertLessEqual(counts[1], counts[0], counts)


@tagged("post_install", "-at_install")
class TestItemsRegisteredTwice(HonourCase):
    def _product(self, name, partner, **vals):
        return self.env["brand.product"].create({"name": name, "partner_id": partner.id, **vals})

    def test_a_predecessors_product_of_one_name_is_the_same_item(self):
        self.sister.predecessor_ids = self.firm
        self.certificates(products=self._product("示例泵", self.firm, model_spec="P1"))
        again = self.certificates(
            firm=self.sister, products=self._product("示例泵", self.sister, model_spec="P1")
        )
        self.assertEqual(again.award_decision_ids.mapped("reason"), ["had_before"])
        other = self.certificates(
            firm=self.sister, products=self._product("示例泵", self.sister, model_spec="P2")
        )
        self.assertEqual(other.claim_ids.amount, 200_000)

    def test_two_products_of_one_firm_stay_two_products(self):
        first = self.certificates(products=self._product("示例泵", self.firm))
        second = self.certificates(products=self._product("示例泵", self.firm))
        self.assertEqual((first | second).claim_ids.mapped("amount"), [200_000, 200_000])

    def test_an_item_known_by_its_name_only_is_its_holders(self):
        """Two firms of one batch may have items of one name."""
        policy = self._policy("rice-2021", [self.rice_clause()])
        rows = [
            {
                "honour_id": self.honour.id,
                "partner_id": firm.id,
                "date": on,
                "document_no": "示公告〔2024〕5号",
                "item_name": "示例大米",
            }
            for firm, on in ((self.firm, "2024-01-02"), (self.sister, "2024-01-03"))
        ]
        rows.append({**rows[0], "date": "2024-02-02", "item_name": " 示例 大米"})
        found = self.env["award.recognition"].with_user(self.users["award"]).create(rows)
        found.with_user(self.users["award2"]).action_confirm()
        reasons = [self.reason(one, policy) for one in found.sudo()]
        self.assertEqual(reasons, ["due", "due", "had_before"])

    def rice_clause(self):
        return self._rule_vals(
            code="rice",
            clause="(九)",
            quote="每件10万元",
            trigger_kind="honour",
            honour_ids=[Command.set(self.honour.ids)],
            program_ids=False,
            amount=100_000,
        )
