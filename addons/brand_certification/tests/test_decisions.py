import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PDF, BrandCase


class DecisionCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.application = self.noticed()
        self.reviewer, self.approver = self.users["reviewer"], self.users["approver"]

    def meeting(self, *applications, members=7, **vals):
        decision = self.grade_decision(
            *(applications or (self.application,)),
            member_ids=[Command.create({"name": f"单位{n}"}) for n in range(members)],
            quorum=5,
            **vals,
        )
        return decision

    def take(self, decision):
        decision.with_user(self.approver).action_take(document_no="芜政〔2024〕1号")

    def refused(self):
        decision = self.meeting()
        decision.line_ids.write({"result": "refused", "reason": "先进性不足"})
        self.take(decision)
        return decision


@tagged("post_install", "-at_install")
class TestMeeting(DecisionCase):
    def test_who_is_recused_from_one_item_is_outside_its_quorum_only(self):
        other = self.noticed("乙")
        decision = self.meeting(self.application, other)
        first, second = decision.line_ids
        first.recused_ids = decision.member_ids[:3]
        self.assertEqual((first.eligible_count, second.eligible_count), (4, 7))
        with self.assertRaisesRegex(UserError, "4 members count, the quorum is 5"):
            self.take(decision)
        first.recused_ids = decision.member_ids[:2]
        self.take(decision)
        self.assertEqual(self.application.state, "decided")

    def test_who_is_recused_does_not_sign_what_was_decided(self):
        decision = self.meeting()
        member = decision.member_ids[0]
        member.user_id = self.users["approver"]
        decision.line_ids.recused_ids = member
        with self.assertRaisesRegex(AccessError, "is recused here"):
            self.take(decision)
        self.assertNotIn("action_take", decision.with_user(self.users["approver"]).my_steps)
        self.assertEqual(self.application.state, "notice")
        decision.line_ids.recused_ids = False
        member.write({"is_recused": True, "recusal_reason": "近亲属任职"})
        with self.assertRaisesRegex(AccessError, "is recused here"):
            self.take(decision)

    def test_votes_stay_within_those_who_may_vote_and_say_the_result(self):
        decision = self.meeting()
        line = decision.line_ids
        line.recused_ids = decision.member_ids[:1]
        line.write({"votes_for": 6, "votes_against": 1})
        with self.assertRaisesRegex(UserError, "7 votes, but 6 members"):
            self.take(decision)
        line.write({"votes_for": 3, "votes_against": 3})
        with self.assertRaisesRegex(UserError, "not what the votes say"):
            self.take(decision)
        line.write({"votes_for": 4, "votes_against": 2})
        decision.majority = "two_thirds"
        self.take(decision)
        self.assertEqual(decision.state, "taken")

    def test_a_shortfall_asks_for_a_reason_that_goes_into_the_minutes(self):
        program = self._program(
            "S5",
            scope_service=True,
            share_ids=[Command.create({"sector": "service", "percent": 5, "scope": "batch"})],
        )
        self.application = self.noticed("只有产品", program=program)
        decision = self.meeting(minutes="会议纪要")
        self.assertTrue(decision.shortfall_text)
        with self.assertRaisesRegex(UserError, "give the reason"):
            self.take(decision)
        decision.shortfall_reason = "本批无服务类申报"
        self.take(decision)
        self.assertTrue(decision.minutes.startswith("会议纪要"))
        self.assertIn("本批无服务类申报", decision.minutes)

    def test_goals_are_shown_and_exceeding_one_is_no_bar(self):
        program = self._program(
            "G1",
            level_ids=[Command.create({"name": "国内领先", "code": "B", "target_count": 1})],
        )
        two = [self.noticed(f"产品{n}", program=program) for n in range(2)]
        decision = self.meeting(*two)
        self.assertIn("0 certified, 2 after this decision; goal 1", decision.figures_text)
        self.assertFalse(decision.shortfall_text)
        self.take(decision)
        self.assertEqual(decision.state, "taken")

    def test_equal_scores_at_the_last_place_are_shown_and_a_rule_breaks_them(self):
        level = [Command.create({"name": "国内领先", "code": "B", "target_count": 1})]
        program = self._program("G2", level_ids=level)
        two = [self.noticed(f"产品{n}", program=program) for n in range(2)]
        decision = self.meeting(*two)
        self.assertEqual(decision.line_ids.mapped("standing"), ["line", "line"])
        self.assertIn("产品0", decision.tie_text)
        program.sudo()._write({"tie_rule": "earlier"})
        two[0].sudo()._write({"submitted_on": "2024-03-01 00:00:00"})
        self.env.invalidate_all()
        self.assertEqual(decision.line_ids.mapped("standing"), ["inside", "outside"])
        self.assertFalse(decision.tie_text)

    def test_places_that_may_not_stay_vacant_ask_for_a_reason(self):
        level = [Command.create({"name": "国内领先", "code": "B", "target_count": 1})]
        program = self._program("G3", level_ids=level, vacancy_allowed=False)
        self.application = self.noticed("乙", program=program)
        decision = self.meeting()
        self.assertFalse(decision.shortfall_text)
        decision.line_ids.write({"result": "refused", "reason": "质量不足"})
        self.assertIn("would stay vacant", decision.shortfall_text)

    def test_the_minutes_are_kept_with_their_hash(self):
        decision = self.meeting()
        with self.assertRaisesRegex(UserError, "cannot be taken"):
            decision.write({"minutes_file": base64.b64encode(b"MZ x"), "minutes_filename": "x.pdf"})
        decision.write({"minutes_file": PDF, "minutes_filename": "纪要.pdf"})
        self.assertEqual(len(decision.minutes_sha256), 64)
        with self.assertRaises(AccessError):
            decision.minutes_sha256 = "x"

    def test_a_batch_is_decided_with_a_flat_number_of_queries(self):
        batches = []
        for size in (3, 9):
            files = [self.evaluated(f"产品{size}-{n}") for n in range(size)]
            self.let_notice_end(self.notice_of(*files))
            batches.append(self.grade_decision(*files))
        costs = []
        for decision in batches:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.take(decision)
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
        self.assertLess(costs[1], costs[0] + 12)


@tagged("post_install", "-at_install")
class TestAppeal(DecisionCase):
    def setUp(self):
        super().setUp()
        self.refused()
        self.handler = self._user("complaints", ["brand_certification.group_complaint"])
        self.panel = self.users["manager"] | self.users["auditor"] | self.users["district"]

    def appeal(self, text="评分有误"):
        number = self.application.with_user(self.applicant).action_appeal(text, [("证据.pdf", PDF)])
        return self.env["brand.complaint"].search([("name", "=", number)])

    def taken_up(self):
        appeal = self.appeal().with_user(self.handler)
        appeal.action_accept()
        return appeal

    def close(self, appeal, outcome):
        appeal.write({"finding": "复核", "outcome": outcome, "answer": "复核意见"})
        appeal.action_close()

    def test_a_refused_applicant_appeals_once_and_in_time(self):
        as_applicant = self.application.with_user(self.applicant)
        self.assertTrue(as_applicant.may_appeal)
        appeal = self.appeal()
        self.assertEqual((appeal.kind, appeal.channel), ("appeal", "portal"))
        self.assertEqual(appeal.decision_line_id.reason, "先进性不足")
        self.assertFalse(as_applicant.may_appeal)
        with self.assertRaisesRegex(UserError, "stands already"):
            self.appeal()

    def test_after_its_limit_an_appeal_is_refused(self):
        self.clock.move_to(f"{self.application.appeal_until} 15:59:59")
        self.env.invalidate_all()
        self.assertTrue(self.application.may_appeal)
        self.clock.move_to(f"{self.application.appeal_until} 16:00:00")
        self.env.invalidate_all()
        self.assertFalse(self.application.may_appeal)
        with self.assertRaisesRegex(UserError, "time to appeal ended"):
            self.appeal()

    def test_another_enterprise_cannot_appeal(self):
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            self.application.with_user(rival).action_appeal("x")

    def test_who_decided_neither_handles_it_nor_sits_on_the_panel(self):
        appeal = self.appeal()
        self.approver.group_ids += self.env.ref("brand_certification.group_complaint")
        with self.assertRaises(AccessError):
            appeal.with_user(self.approver).action_accept()
        appeal = appeal.with_user(self.handler)
        appeal.action_accept()
        for judge in (self.approver, self.reviewer, self.assessors[0], self.decider):
            with (
                self.assertRaisesRegex(UserError, "people who did not"),
                self.cr.savepoint(),
            ):
                appeal.panel_ids = self.panel | judge
        with self.assertRaisesRegex(UserError, "panel of 3"):
            self.close(appeal, "upheld")
        self.assertEqual(self.application.state, "rejected")

    def test_who_refused_to_accept_the_file_has_no_part_in_its_appeal(self):
        officer = self.users["officer"]
        self.application = self.submitted("焊接机器人")
        self.application.with_user(officer).action_reject("不属于申报范围", document_no="示例1号")
        appeal = self.appeal("属于申报范围").with_user(self.handler)
        appeal.action_accept()
        with self.assertRaisesRegex(UserError, "people who did not"), self.cr.savepoint():
            appeal.panel_ids = self.panel | officer
        appeal.panel_ids = self.panel

    def test_an_upheld_appeal_takes_the_case_back_to_be_decided_anew(self):
        appeal = self.taken_up()
        appeal.write({"panel_ids": self.panel, "panel_text": "先进性材料充分,应重新审定"})
        self.close(appeal, "upheld")
        self.assertEqual(self.application.state, "notice")
        last = self.application.transition_ids.sorted("id")[-1]
        self.assertEqual((last.step, last.from_state), ("action_reopen_notice", "rejected"))
        self.assertEqual(last.document_no, appeal.name)
        self.take(self.meeting())
        self.assertEqual(self.application.state, "decided")

    def test_a_dismissed_one_is_told_with_its_reason_and_the_next_remedy(self):
        appeal = self.taken_up()
        appeal.panel_ids = self.panel
        with self.assertRaisesRegex(UserError, "opinion of the appeal panel"):
            self.close(appeal, "dismissed")
        appeal.panel_text = "维持原决定"
        with self.assertRaisesRegex(UserError, "it is dismissed"), self.cr.savepoint():
            self.close(appeal, "partly")
        self.close(appeal, "dismissed")
        self.assertEqual(self.application.state, "rejected")
        told = self.application.message_ids.sorted("id")[-1].body
        self.assertIn("复核意见", told)
        self.assertIn("60 days", told)

    def test_nobody_reopens_a_refused_file_by_himself(self):
        for user in (*self.users.values(), self.applicant, self.handler):
            for step in ("submitted", "evaluating", "evaluated", "notice"):
                with self.assertRaises(UserError):
                    getattr(self.application.with_user(user), f"action_reopen_{step}")()

    def test_the_letter_of_refusal_names_reason_and_appeal(self):
        letter = self.application.with_user(self.applicant)._paper_refusal_values()
        text = "\n".join(letter["paragraphs"])
        for words in ("先进性不足", "appeal", "60 days"):
            self.assertIn(words, text)
        self.assertEqual(letter["number"], "芜政〔2024〕1号")


@tagged("post_install", "-at_install")
class TestDecisionPages(HttpCase, DecisionCase):
    def test_an_announced_decision_has_its_page_and_paper_and_tells_no_refusal(self):
        other = self.noticed("被拒产品")
        decision = self.meeting(self.application, other)
        decision.line_ids[1].write({"result": "refused", "reason": "先进性不足"})
        self.take(decision)
        url = f"/brand/notices/decision/{decision.id}"
        self.assertEqual(self.url_open(url).status_code, 404)
        decision.with_user(self.users["officer"]).action_publish()
        page = self.url_open(url).text
        self.assertIn("六轴机器人", page)
        self.assertIn("芜政〔2024〕1号", page)
        self.assertNotIn("被拒产品", page)
        self.assertTrue(self.url_open(f"{url}/decision.pdf").content.startswith(b"%PDF"))
        self.assertIn(url, self.url_open("/brand/notices").text)

    def test_the_enterprise_appeals_in_the_portal_and_prints_the_refusal(self):
        self.refused()
        self.authenticate(self.applicant.login, f"test-e-{self.firm.uscc}")
        case = self.url_open(self.application.access_url).text
        self.assertIn(f"{self.application.access_url}/appeal", case)
        paper = self.url_open(f"{self.application.access_url}/pdf/refusal")
        self.assertEqual(paper.status_code, 200)
        url = f"{self.application.access_url}/appeal"
        page = self.url_open(url).text
        self.assertIn("先进性不足", page)
        self.assertRegex(page, "You may appeal until|前提出申诉")
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(url, data={"csrf_token": token, "text": "评分有误"}).text
        appeal = self.env["brand.complaint"].search([("kind", "=", "appeal")])
        self.assertIn(appeal.name, page)
