"""From a proposal over comments to the review of a draft by its panel."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PDF
from .standard_common import StandardCase


@tagged("post_install", "-at_install")
class TestProposalAndComments(StandardCase):
    def _propose(self, user, **vals):
        values = {"name": "新标准", "purpose": "尚无标准。", "proposer_kind": "enterprise", **vals}
        return self.env["brand.standard"].with_user(user).action_propose(values)

    def test_an_enterprise_proposes_in_its_own_name(self):
        proposal = self._propose(self.applicant, file=PDF, filename="建议书.pdf")
        self.assertEqual(proposal.state, "proposed")
        self.assertEqual(proposal.sudo().proposer_id, self.firm)
        self.assertEqual(proposal.sudo().proposer, self.firm.name)
        self.assertEqual(len(proposal.sha256), 64)
        with self.assertRaises(AccessError):
            proposal.write({"name": "改名"})
        with self.assertRaises(AccessError):
            proposal.action_draft_standard()

    def test_a_proposal_says_what_and_why_and_sets_nothing_else(self):
        with self.assertRaisesRegex(UserError, "Why It Is Needed"):
            self._propose(self.applicant, purpose=" ")
        with self.assertRaisesRegex(AccessError, "does not set: number"):
            self._propose(self.applicant, number="T/X 1-2024")

    def test_drafts_are_seen_by_those_concerned_only(self):
        proposal = self._propose(self.applicant)
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")

        def sees(user):
            return bool(proposal.with_user(user).search([("id", "=", proposal.id)]))

        self.assertEqual((sees(self.applicant), sees(rival), sees(self.decider)), (1, 0, 0))
        officer = proposal.with_user(self.users["officer"])
        officer.action_decline_proposal("已有行业标准")
        self.assertFalse(sees(rival))  # withdrawn, and never published

    def test_a_drafting_unit_sees_its_draft(self):
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        standard = self.drafting(drafter_ids=[Command.create({"rank": 1, "partner_id": _other.id})])
        self.assertTrue(standard.with_user(rival).search([("id", "=", standard.id)]))
        self.assertEqual(standard.with_user(rival).drafter_ids.rank, 1)
        self.assertFalse(standard.with_user(self.applicant).search([("id", "=", standard.id)]))

    def test_comments_are_asked_for_on_a_text_for_the_days_of_the_procedure(self):
        standard = self.drafting()
        with self.assertRaisesRegex(UserError, "text has been uploaded"):
            standard.action_call_comments()
        standard.write({"file": PDF, "filename": "征求意见稿.pdf"})
        standard.action_call_comments()
        # 30 natural days from 4 March end on 3 April, a working day
        self.assertEqual(standard.comment_until, date(2024, 4, 3))
        self.assertTrue(standard.with_user(self.applicant).is_open_for_comment)
        with self.assertRaises(AccessError):
            standard.with_user(self.applicant).action_call_comments()

    def test_comments_come_until_the_last_day(self):
        standard = self.drafting(file=PDF, filename="a.pdf")
        by_firm = standard.with_user(self.applicant)
        standard.action_call_comments(until="2024-03-20")
        by_firm.action_comment("建议放宽", clause="5.2", proposal="≤2′")
        self.clock.move_to("2024-03-20 16:00:01")  # one second past 24:00 in Shanghai
        with self.assertRaisesRegex(UserError, "not open for comments"):
            by_firm.action_comment("迟到的意见")
        comment = standard.comment_ids
        self.assertEqual((comment.partner_id, comment.clause), (self.firm, "5.2"))
        with self.assertRaises(AccessError):
            comment.with_user(self.applicant).write({"text": "改写"})

    def test_review_waits_for_the_disposal_of_every_comment(self):
        standard = self.drafting(file=PDF, filename="a.pdf")
        standard.action_call_comments(until="2024-03-20")
        standard.with_user(self.applicant).action_comment("建议放宽")
        with self.assertRaisesRegex(UserError, "open for comments until"):
            standard.action_review()
        self.clock.move_to("2024-03-21 02:00:00")
        with self.assertRaisesRegex(UserError, "1 comments have not been disposed of"):
            standard.action_review()
        with self.assertRaisesRegex(ValidationError, "Give the reason"):
            standard.comment_ids.disposal = "not_adopted"
        standard.comment_ids.write({"disposal": "not_adopted", "reason": "降低要求"})
        standard.action_review()
        self.assertEqual(standard.state, "review")
        self.assertEqual(standard.comment_ids.disposed_by_id, self.users["officer"])
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            standard.comment_ids.write({"disposal": "accepted"})

    def test_comments_of_others_are_not_shown_but_hold_the_review(self):
        standard = self.drafting(file=PDF, filename="a.pdf")
        standard.action_call_comments()
        standard.with_user(self.applicant).action_comment("建议放宽")
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        self.assertFalse(standard.with_user(rival).comment_ids)
        self.assertEqual(standard.with_user(rival).open_comment_count, 1)


@tagged("post_install", "-at_install")
class TestReviewOfAdvancedness(StandardCase):
    def test_where_the_procedure_asks_for_it_nothing_is_published_without_a_panel(self):
        self.procedure()
        standard = self.in_review()
        with self.assertRaisesRegex(UserError, "has not adopted"):
            standard.action_publish()
        self.panel(standard).action_conclude()
        standard.action_publish(document_no="芜质促〔2024〕1号")
        self.assertEqual((standard.state, standard.date_published), ("published", date(2024, 3, 4)))

    def test_a_panel_once_convened_binds_in_every_city(self):
        standard = self.in_review()
        self.panel(standard)
        with self.assertRaisesRegex(UserError, "has not adopted"):
            standard.action_publish()

    VOTES = [  # three quarters of those present, five at least; who abstains is present
        ("fffff", "adopted"),
        ("ffffa", "adopted"),  # 4 of 5: 80%
        ("fffaa", "returned"),  # 3 of 5: 60%
        ("fffan", "returned"),
        ("ffffan", "returned"),  # 4 of 6: 67%
        ("fffff-", "adopted"),  # the absent do not count
    ]

    def test_the_majority_is_counted_over_those_present(self):
        self.procedure()
        for votes, result in self.VOTES:
            standard = self.in_review(number=f"T/WHZZ {votes}-2024")
            review = self.panel(standard, votes)
            review.action_conclude()
            self.assertEqual(review.result, result, votes)
            state = "review" if result == "adopted" else "drafting"
            self.assertEqual(standard.state, state, votes)

    def test_half_is_no_majority_where_more_than_half_is_asked(self):
        self.procedure(majority="half", quorum=4, panel_size=4)
        tie, narrow = self.in_review(number="T/A 1-2024"), self.in_review(number="T/A 2-2024")
        reviews = self.panel(tie, "ffaa") | self.panel(narrow, "fffan")
        reviews.action_conclude()
        self.assertEqual(reviews.mapped("result"), ["returned", "adopted"])

    def test_all_that_is_missing_is_told_at_once(self):
        self.procedure()
        review = self.panel(self.drafting(), "ff--", minutes=False, indicator_ids=[])
        review.member_ids[0].vote = False
        for text in (
            "not been handed",
            "4 members, 5 are needed",
            "2 members are present, the quorum is 5",
            "Has not voted: 专家1",
            "No indicator",
            "opinion is not written",
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, text):
                review.action_conclude()
        self.assertEqual(review.state, "draft")

    def test_no_drafter_sits_on_the_panel_whichever_is_entered_first(self):
        standard = self.in_review()
        unit = Command.create({"rank": 1, "partner_id": self.office.id})
        self.panel(standard, "f")
        with self.assertRaisesRegex(ValidationError, "belongs to the drafting unit 某研究院"):
            standard.write({"drafter_ids": [unit]})
        other = self.in_review(number="T/B 1-2024", drafter_ids=[unit])
        with self.assertRaisesRegex(ValidationError, "belongs to the drafting unit 某研究院"):
            self.panel(other, "f")

    def test_an_employee_known_from_relations_or_register_is_refused_too(self):
        unit = Command.create({"rank": 1, "partner_id": self.firm.id})
        standard = self.in_review(drafter_ids=[unit])
        person = self.experts[0]
        relation = self.env["brand.relation"].create(
            {
                "partner_id": person.id,
                "other_id": self.firm.id,
                "kind": "employment",
                "source": "社保记录",
            }
        )
        with self.assertRaisesRegex(ValidationError, "belongs to the drafting unit"):
            self.panel(standard, "f")
        relation.date_to = "2024-03-03"
        review = self.panel(standard, "fffff")
        self._assessor(person, employer_id=self.firm.id)
        with self.assertRaisesRegex(ValidationError, "belongs to the drafting unit"):
            review.action_conclude()
        self.assertEqual(review.state, "draft")

    def test_votes_are_closed_once_counted(self):
        review = self.panel(self.in_review())
        review.action_conclude()
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            review.member_ids[0].write({"vote": "against"})
        with self.assertRaises(AccessError):
            review.write({"result": "returned"})

    def test_a_refusal_names_the_kind_of_record_in_the_reader_s_language(self):
        review = self.panel(self.in_review())
        review.action_conclude()
        self.env["res.lang"]._activate_lang("zh_CN")
        kind = self.env["ir.model"]._get("brand.standard.review.member")
        kind.with_context(lang="zh_CN").name = "专家组成员"
        with self.assertRaisesRegex(UserError, "专家组成员"):
            review.member_ids[0].with_context(lang="zh_CN").write({"vote": "against"})

    def test_a_draft_that_went_back_needs_a_new_review(self):
        standard = self.in_review()
        self.panel(standard).action_conclude()
        standard.action_return_draft("指标表述需修改")
        standard.action_review()
        self.procedure()
        with self.assertRaisesRegex(UserError, "has not adopted"):
            standard.action_publish()
        self.panel(standard).action_conclude()
        standard.action_publish()
        self.assertEqual(
            standard.review_ids.filtered("is_superseded").mapped("result"), ["adopted"]
        )
