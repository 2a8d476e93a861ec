"""What may be the same thing twice is found, shown, and held until an officer disposes of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestDuplicate(BrandCase):
    def setUp(self):
        super().setUp()
        self.rival, self.rival_user = self._enterprise(
            "芜湖另一机器人有限公司", "91340202MAXX00203M"
        )

    def twins(self):
        """Two enterprises, one registered mark: ``(the earlier file, the later one)``."""
        one = self.complete_draft("六轴机器人")
        one.product_id.write({"trademark": "示例", "trademark_no": "12345678"})
        one.action_submit()
        self.clock.tick(60)
        two = self.complete_draft("点焊机器人", firm=self.rival, applicant=self.rival_user)
        two.product_id.write({"trademark": "示例牌", "trademark_no": "12345678"})
        two.action_submit()
        return one.with_env(self.env), two.with_env(self.env)

    def accept(self, application):
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()

    def test_one_mark_of_two_enterprises_holds_the_later_file_only(self):
        one, two = self.twins()
        pair = self.env["brand.application.duplicate"].search([])
        self.assertEqual((pair.application_id, pair.other_id), (two, one))
        # joined as the reader's language does it
        self.assertRegex(pair.grounds, "^the same trademark( and |和)the same standard$")
        self.accept(one)
        with self.assertRaisesRegex(UserError, f"may be a duplicate of {one.name}"):
            self.accept(two)
        self.assertIn(one.name, two.with_user(self.users["officer"]).blockers)
        self.assertEqual((one.state, two.state), ("accepted", "submitted"))

    def test_an_officer_clears_it_with_a_reason_that_is_kept(self):
        _one, two = self.twins()
        pair = two.duplicate_ids.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "Give the reason"):
            pair.action_clear()
        pair.action_clear(reason="商标许可合同已核")
        self.accept(two)
        self.assertEqual(
            (two.state, pair.state, pair.reason), ("accepted", "cleared", "商标许可合同已核")
        )

    def test_a_confirmed_duplicate_is_not_accepted(self):
        _one, two = self.twins()
        two.duplicate_ids.with_user(self.users["officer"]).action_confirm(reason="同一产品重复申报")
        self.assertEqual(two.state, "rejected")
        self.assertEqual(two.transition_ids.sorted("id")[-1:].reason, "同一产品重复申报")

    def test_it_falls_away_with_the_earlier_file(self):
        one, two = self.twins()
        one.with_user(self.applicant).action_withdraw(reason="撤回")
        self.assertEqual(two.open_duplicate_count, 0)
        self.accept(two)

    def test_nobody_notes_or_disposes_of_one_by_hand(self):
        one, two = self.twins()
        pair = two.duplicate_ids
        with self.assertRaises(AccessError):
            pair.with_user(self.users["officer"]).write({"reason": "x"})
        with self.assertRaises(AccessError):
            pair.with_user(self.users["district"]).action_clear(reason="x")
        with self.assertRaises(AccessError):
            self.env["brand.application.duplicate"].with_user(self.users["officer"]).create(
                {"application_id": one.id, "other_id": two.id}
            )
        self.assertEqual(pair.state, "suspected")

    def test_predecessors_and_successors_count_as_one(self):
        one = self.submitted("六轴机器人")
        self.rival.predecessor_ids = self.firm
        two = self.submitted("六轴 机器人", firm=self.rival, applicant=self.rival_user)
        self.assertEqual(two.duplicate_ids.other_id, one)
        self.assertIn("predecessor, successor or group", two.duplicate_ids.grounds)

    def test_two_handed_in_at_the_same_moment_are_found_at_acceptance(self):
        one, two = self.twins()
        # as if neither submission had seen the other
        self.env["brand.application.duplicate"].search([]).sudo().unlink()
        with self.assertRaisesRegex(UserError, "Look for duplicates"):
            self.accept(two)
        two.with_user(self.users["officer"]).action_find_duplicates()
        self.assertEqual(two.duplicate_ids.other_id, one)

    def test_unrelated_files_are_not_suspected(self):
        self.submitted("六轴机器人")
        other = self.submitted("六轴机器人", firm=self.rival, applicant=self.rival_user)
        self.assertFalse(other.duplicate_ids)

    def test_another_product_of_the_same_mark_and_enterprise_is_not_suspected(self):
        one = self.complete_draft("六轴机器人")
        one.product_id.trademark_no = "12345678"
        one.action_submit()
        two = self.complete_draft("点焊机器人")
        two.product_id.trademark_no = "12345678"
        two.action_submit()
        self.assertFalse(two.sudo().duplicate_ids)

    def test_a_search_for_many_costs_the_queries_of_one(self):
        files = self.env["brand.application"].union(
            *(self.submitted(f"产品{number}") for number in range(50))
        )
        counts = []
        for batch in (files[:2], files[:1], files[:25]):  # the first warms the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch._new_duplicates()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 12)

    def test_a_list_of_many_costs_the_queries_of_one(self):
        files = (
            self.env["brand.application"]
            .union(*(self.submitted(f"产品{number}") for number in range(50)))
            .with_user(self.users["officer"])
        )
        counts = []
        for batch in (files[:2], files[:1], files[:25]):  # the first warms the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch.read(["open_duplicate_count", "recommendation_state", "has_open_hit"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
