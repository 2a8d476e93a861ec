"""Certification by several people at once: numbers, limits, seats, reviews and approvals hold.

Every session is a process of its own; all of them see the database as it was before any began.
"""

import itertools

from odoo import Command
from odoo.tests import tagged

from odoo.addons.brand_certification.tests.committed import Committed
from odoo.addons.brand_certification.tests.common import BrandCase

_CODES = (f"NC{number}" for number in itertools.count(1))


class ParallelCase(Committed, BrandCase):
    def programme(self, **vals):
        """A programme of the test's own."""
        return self._program(next(_CODES), **vals)

    def draft(self, product="产品", **kwargs):
        """Of a product of its own: another programme's application would look like a duplicate."""
        return super().draft(f"{product}{next(_CODES)}", **kwargs)

    def submitted_many(self, count, program):
        return self.env["brand.application"].union(
            *(self.submitted(f"产品{number}", program=program) for number in range(count))
        )


@tagged("post_install", "-at_install")
class TestParallelCertificates(ParallelCase):
    COUNT = 8

    def test_certificates_issued_at_once_have_all_numbers_without_a_gap(self):
        program = self.programme()
        batch = self.decided_batch(program)
        officer = self.users["officer"]

        def certify(application):
            ids = application.ids
            return officer, lambda env: env["brand.application"].browse(ids).action_certify()

        sessions = self.at_once(*map(certify, batch), late=2)

        self.assertEqual([one.refusal for one in sessions if one.refusal], [])
        self.assertEqual(set(batch.mapped("state")), {"certified"})
        self.assertEqual(
            sorted(batch.certificate_id.mapped("number")),
            [f"{program.code}-2024-{number:04d}" for number in range(1, self.COUNT + 1)],
        )

        # and the same applications certified again by everybody: refused, and no number is spent
        self.assertTrue(all(one.refusal for one in self.at_once(*map(certify, batch[:3]))))
        on = batch.certificate_id[:1].date_issue
        following = program._next_number(program.level_ids, on)
        self.assertEqual(following, f"{program.code}-2024-{self.COUNT + 1:04d}")
        self.cr.rollback()

    def decided_batch(self, program):
        """Applications on which the city has decided; brought there by SQL."""
        products = self.env["brand.product"].create(
            [{"name": f"产品{n}", "partner_id": self.firm.id} for n in range(self.COUNT)]
        )
        batch = self.env["brand.application"].create(
            [
                {
                    "program_id": program.id,
                    "level_id": program.level_ids.id,
                    "partner_id": self.firm.id,
                    "product_id": product.id,
                }
                for product in products
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE brand_application SET state = 'decided' WHERE id = ANY(%s)", [batch.ids]
        )
        self.see()
        return batch

    def test_one_application_certified_by_many_gets_one_certificate(self):
        application = self.decided_batch(self.programme())[:1]
        ids = application.ids
        certify = (
            self.users["officer"],
            lambda env: env["brand.application"].browse(ids).action_certify(),
        )
        self.assert_once(self.at_once(*[certify] * 3, late=1))
        certificates = self.env["brand.certificate"].search([("application_id", "in", ids)])
        self.assertEqual(certificates, application.certificate_id)
        self.assertEqual(len(certificates), 1)


@tagged("post_install", "-at_install")
class TestParallelRecommendations(ParallelCase):
    LISTS, LIMIT = 5, 3

    def test_exactly_the_limit_goes_through(self):
        program = self.programme(
            recommendation_timing="after", recommendation_limit=self.LIMIT, expert_count=0
        )
        lists = self.env["brand.recommendation"]
        for application in self.submitted_many(self.LISTS, program):
            lists |= lists.with_user(self.users["district"]).create(
                {
                    "program_id": program.id,
                    "district_id": self.district.id,
                    "line_ids": [
                        Command.create(
                            {
                                "application_id": application.id,
                                "partner_id": application.partner_id.id,
                                "product_name": application.product_id.name,
                                "rank": 1,
                            }
                        )
                    ],
                }
            )
        lists = lists.with_env(self.env)

        def propose(row):
            ids = row.ids
            return self.users[
                "district"
            ], lambda env: env["brand.recommendation"].browse(ids).action_propose()

        requests = [propose(row) for row in lists]
        sessions = self.at_once(*requests, late=1)
        self.assertEqual(lists.mapped("state").count("proposed"), self.LIMIT)
        refused = [session.refusal for session in sessions if session.refusal]
        self.assertEqual(len(refused), self.LISTS - self.LIMIT)
        for refusal in refused:
            self.assertIn("may recommend 3 items; with this list it would be 4", refusal)


@tagged("post_install", "-at_install")
class TestParallelEvaluation(ParallelCase):
    def appoint(self, application, users):
        ids, user_ids = application.id, users.ids
        return self.decider, lambda env: env["brand.evaluation"].action_appoint(ids, user_ids)

    def test_assessors_appointed_at_once_are_appointed_once_with_one_lead(self):
        application = self.accepted(program=self.programme(assessor_count=2))
        first, second, third = self.assessors
        panels = [first | second, second | first, second | third, first | second]
        self.assert_once(
            self.at_once(*(self.appoint(application, panel) for panel in panels), late=1)
        )
        evaluations = application.evaluation_ids
        self.assertEqual(len(evaluations), 2)
        self.assertEqual(len(evaluations.user_id), 2)
        self.assertEqual(evaluations.mapped("is_lead").count(True), 1)
        self.assertEqual(application.state, "evaluating")

    def test_a_free_seat_beside_the_drawn_experts_is_taken_once(self):
        program = self.programme(assessor_count=3, expert_count=1)
        application = self.accepted(program=program)
        first, second, third = self.assessors
        self.answered(*self.appoint(application, first | second))
        # one of the two declares a conflict: his seat is free, and two persons fill it at once
        leaving = application.evaluation_ids.filtered(lambda e: e.user_id == second)
        leaving.with_user(second).action_decline("曾任该企业顾问")
        fourth = self.another_assessor()
        self.assert_once(
            self.at_once(
                self.appoint(application, third), self.appoint(application, fourth), late=1
            )
        )
        working = application.evaluation_ids.filtered(lambda e: e.state != "declined")
        self.assertEqual(len(working), 2)

    def another_assessor(self):
        house = self.body.partner_id
        user = self._user("a4", ["brand_certification.group_assessor"], house)
        self._assessor(user.partner_id, body_id=self.body.id)
        return user

    def test_scores_finished_at_once_all_count(self):
        application = self.appointed(program=self.programme(assessor_count=3))
        for evaluation in application.evaluation_ids:
            by_assessor = evaluation.with_user(evaluation.user_id)
            by_assessor.action_declare()
            for line, score in zip(by_assessor.line_ids, (90, 45), strict=True):
                line.write({"score": score, "evidence": "见检验报告"})
        requests = [
            (
                evaluation.user_id,
                lambda env, ids=evaluation.ids: env["brand.evaluation"].browse(ids).action_finish(),
            )
            for evaluation in application.evaluation_ids
        ]
        sessions = self.at_once(*requests, *requests, late=3)

        self.assertEqual([one.refusal for one in sessions[:3]], [None] * 3)
        self.assertTrue(all(one.refusal for one in sessions[3:]))
        self.assertEqual(set(application.evaluation_ids.mapped("state")), {"done"})
        self.assertTrue(application._outcome().is_passed)

    def test_a_review_by_two_at_once_is_recorded_once(self):
        application = self.scored(program=self.programme())
        other = self._user(
            "decider2", ["brand_certification.group_body"], self.decider.partner_id.parent_id
        )
        ids = application.id
        reviews = [
            (user, lambda env: env["brand.review"].action_review(ids, "granted").ids)
            for user in (self.decider, other, self.decider)
        ]
        self.assert_once(self.at_once(*reviews, late=1))
        self.assertEqual(application.review_ids.mapped("version"), [1])
        self.assertTrue(application.review_ids.is_current)

    def test_a_decision_by_two_at_once_is_taken_once(self):
        application = self.scored(program=self.programme())
        ids = application.id
        decide = (
            self.decider,
            lambda env: env["brand.decision"].action_decide_certification(ids, "granted").ids,
        )
        self.assert_once(self.at_once(*[decide] * 3, late=1))
        self.assertEqual(application.review_ids.mapped("version"), [1])


@tagged("post_install", "-at_install")
class TestParallelApprovals(ParallelCase):
    def test_who_approve_at_once_are_two_levels_not_twice_the_first(self):
        group = self.env.ref("brand_certification.group_approver")
        levels = self.env["brand.approval.level"].create(
            [
                {
                    "name": name,
                    "model": "brand.decision",
                    "step": "action_take",
                    "sequence": sequence,
                    "group_id": group.id,
                }
                for sequence, name in enumerate(("分管领导", "主要领导"), 1)
            ]
        )
        chief = self._user("chief", ["brand_certification.group_approver"])
        application = self.noticed(program=self.programme())
        decision = self.grade_decision(application).with_env(self.env)
        ids = decision.ids
        requests = [
            (user, lambda env: env["brand.decision"].browse(ids).action_take(document_no="1号"))
            for user in (self.users["approver"], chief)
        ]
        sessions = self.at_once(*requests, late=1)

        self.assertEqual([one.refusal for one in sessions], [None, None])
        self.assertEqual(decision.state, "taken")
        self.assertEqual(decision.approval_ids.level_id, levels)
        self.assertEqual(application.state, "decided")
