"""Totals far apart: the note of a leader, or a second scoring beside the first."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .evaluation_common import NOBODY, EvaluationCase


@tagged("post_install", "-at_install")
class TestSpread(EvaluationCase):
    def apart(self, code="SP"):
        application = self.two(code, spread_limit=10)
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 95, 48)
        self.score(second, 80, 40)
        return application, first, second

    def test_totals_far_apart_hold_the_decision_until_a_leader_s_note(self):
        application, *_two = self.apart()
        decide = self.env["brand.decision"].with_user(self.decider).action_decide_certification
        with self.assertRaisesRegex(UserError, "not complete"):
            decide(application.id, "granted")
        evaluations = self.env["brand.evaluation"].with_user(self.decider)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            evaluations.action_settle_spread(application.id, " ")
        evaluations.action_settle_spread(application.id, "两人侧重点不同，均有依据")
        note = application.evaluation_note_ids
        self.assertEqual(
            (note.kind, note.spread, note.user_id), ("leader_note", 15.4, self.decider)
        )
        self.assertTrue(application._outcome().has_spread_alarm, "the alarm stays visible")
        decide(application.id, "granted")
        self.assertEqual(application.score, 87.7)

    def test_a_second_scoring_begins_with_the_first_one_s_and_both_stay(self):
        application, first, second = self.apart()
        first.sudo().sealed_strengths = "自研减速器"
        evaluations = self.env["brand.evaluation"].with_user(self.decider)
        evaluations.action_second_scoring(application.id, "请核对专利证据")
        again = application.evaluation_ids.filtered(lambda e: e.round == 2).sorted("id")
        self.assertEqual(again.mapped("state"), ["in_progress"] * 2)
        self.assertEqual(again[0].line_ids.mapped("score"), [95, 48])
        self.assertEqual(again[0].strengths, "自研减速器")
        self.assertFalse(again[0].is_unsealed)
        self.assertTrue(first.is_unsealed, "the first scores stay open to the body")
        self.assertEqual(again[0].with_user(self.decider).total, 0)
        mine = again[0].with_user(first.user_id)
        mine.line_ids[0].score = 85
        with self.assertRaisesRegex(UserError, "reason of your second scoring"):
            mine.action_finish()
        mine.rescore_reason = "专利为实用新型，下调"
        mine.action_finish()
        hers = again[1].with_user(second.user_id)
        hers.rescore_reason = "维持原评分"
        hers.action_finish()
        self.assertEqual(first.line_ids.mapped("score"), [95, 48])
        self.assertEqual(str(application._outcome(1).total), "87.70")
        self.assertEqual(str(application._outcome().total), "84.70")
        with self.assertRaises(UserError):
            evaluations.action_second_scoring(application.id, "再来一次")
        self.assertFalse(application._outcome().blocks, "a second scoring settles the spread")

    def test_a_conflict_seen_in_the_second_scoring_voids_the_first_too(self):
        application, first, _second = self.apart()
        self.env["brand.evaluation"].with_user(self.decider).action_second_scoring(
            application.id, "请核对"
        )
        again = application.evaluation_ids.filtered(lambda e: e.first_id == first)
        again.with_user(first.user_id).action_decline("配偶入职该企业")
        self.assertEqual((again.state, first.state), ("declined", "void"))
        mine = self.env["brand.application"].with_user(first.user_id)
        self.assertFalse(mine.search([("id", "=", application.id)]))

    def test_neither_an_assessor_nor_the_city_settles_a_spread(self):
        application, first, _second = self.apart()
        first.user_id.group_ids += self.env.ref("brand_certification.group_body")
        for user in (first.user_id, *(self.users[role] for role in NOBODY), self.applicant):
            for method in ("action_settle_spread", "action_second_scoring"):
                with self.assertRaises(AccessError, msg=f"{user.login} {method}"):
                    self.rpc(user, "brand.evaluation", method, application.id, reason="理由")

    def test_the_programme_says_which_way_a_spread_is_settled(self):
        for code, way, refused in (
            ("W1", "again", "action_settle_spread"),
            ("W2", "note", "action_second_scoring"),
        ):
            program = self._program(code, assessor_count=2, spread_limit=10, second_scoring=way)
            application = self.appointed(f"机器人{code}", program=program)
            first, second = application.evaluation_ids.sorted("id")
            self.score(first, 95, 48)
            self.score(second, 80, 40)
            with self.assertRaisesRegex(UserError, "the other way"):
                self.rpc(self.decider, "brand.evaluation", refused, application.id, reason="理由")

    def test_nothing_is_settled_that_is_not_apart(self):
        application = self.two("NA", spread_limit=50)
        for evaluation in application.evaluation_ids:
            self.score(evaluation, 90, 45)
        with self.assertRaisesRegex(UserError, "do not lie too far apart"):
            self.env["brand.evaluation"].with_user(self.decider).action_settle_spread(
                application.id, "理由"
            )

    def test_severity_compares_each_assessor_with_the_others(self):
        application, first, second = self.apart()
        rows = self.env["brand.evaluation.severity"].with_user(self.decider)
        found = {
            r.user_id: r.deviation for r in rows.search([("application_id", "=", application.id)])
        }
        self.assertEqual(found, {first.user_id: 15.4, second.user_id: -15.4})
        other = self._body("别家机构", "91340202MAXX00415T")[1]
        self.assertFalse(rows.with_user(other).search_count([]))
