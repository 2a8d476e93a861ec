"""Objections: in time or a clue, known by name to one officer, inquired into by two persons."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PDF
from .objection_common import IDENTITY_NUMBER, PNG, ObjectionCase


@tagged("post_install", "-at_install")
class TestObjectionInTime(ObjectionCase):
    def _at(self, moment, **vals):
        self.clock.move_to(moment)
        return self.named(**vals)

    def test_the_last_day_runs_to_midnight(self):
        end = self.notice.date_end
        self.assertEqual(self._at(f"{end} 15:59:59").kind, "objection")
        late = self._at(f"{end} 16:00:00")
        self.assertEqual((late.kind, late.clue_reason, late.is_clue), ("clue", "late", True))
        self.assertFalse(late.is_open)

    def test_a_letter_counts_by_receipt_or_by_its_postmark_as_the_programme_says(self):
        vals = {"channel": "letter", "postmark_on": self.notice.date_end}
        moment = "2024-03-14 02:00:00"
        self.assertEqual(self._at(moment, **vals).clue_reason, "late")
        self.program.sudo()._write({"objection_by": "postmark"})
        self.program.invalidate_recordset()
        self.assertEqual(self._at(moment, **vals).kind, "objection")
        vals["channel"] = "visit"
        self.assertEqual(self._at(moment, **vals).clue_reason, "late")

    def test_a_letter_entered_later_counts_from_its_arrival(self):
        self.clock.move_to("2024-03-14 02:00:00")
        self.assertEqual(self.named(arrived_on="2024-03-11").kind, "objection")
        self.assertEqual(self.named(arrived_on="2024-03-12").clue_reason, "late")
        for vals in (
            {"arrived_on": "2024-03-15"},
            {"postmark_on": "2024-03-13", "arrived_on": "2024-03-12"},
        ):
            with self.assertRaises(ValidationError):
                self.named(**vals)

    def test_without_a_real_name_it_is_a_clue(self):
        nameless = self.objection_to(self.line, objector_name=False)
        anonymous = self.objection_to(self.line, is_anonymous=True)
        self.assertEqual(nameless.clue_reason, "anonymous")
        self.assertEqual(anonymous.clue_reason, "anonymous")
        self.assertFalse(self.application._open_objections())

    def test_an_identity_that_was_not_proven_makes_a_clue_with_a_reason(self):
        objection = self.named()
        self.assertEqual(self.application._open_objections(), objection)
        with self.assertRaisesRegex(UserError, "how the identity was checked"):
            objection.with_user(self.officer).action_keep_as_clue(" ")
        with self.assertRaises(AccessError):
            objection.with_user(self.other_officer).action_keep_as_clue("查无此人")
        objection.with_user(self.officer).action_keep_as_clue("查无此人")
        self.assertEqual(objection.clue_reason, "unproven")
        self.assertFalse(self.application._open_objections())


@tagged("post_install", "-at_install")
class TestObjectorsIdentity(ObjectionCase):
    """Only the officer in charge learns who objects, whatever a client asks for."""

    def setUp(self):
        super().setUp()
        self.objection = self.named()
        self.env.flush_all()
        self.env.invalidate_all()

    def _rpc(self, user, model, method, *args, **kwargs):
        return call_kw(self.env[model].with_user(user), method, args, kwargs)

    def _leaks(self, user):
        """Everything of the objection that the user can have read over RPC, as one text."""
        found = []
        calls = [
            ("brand.objection", "search_read", ([("id", "=", self.objection.id)],)),
            ("brand.objection", "export_data", (self.objection.ids, ["objector_name", "text"])),
            ("brand.objection.identity", "search_read", ([],)),
            ("brand.objection.identity", "read", (self._identity().ids,)),
            ("brand.objection.identity", "export_data", (self._identity().ids, ["name"])),
            ("ir.attachment", "search_read", ([("res_model", "=", "brand.objection.identity")],)),
            ("mail.message", "search_read", ([("model", "=", "brand.objection")],)),
        ]
        for model, method, args in calls:
            try:
                with self.cr.savepoint():
                    found.append(str(self._rpc(user, model, method, *args)))
            except UserError:
                found.append("")
            self.env.invalidate_all()
        return "\n".join(found)

    def _identity(self):
        return self.env["brand.objection.identity"].search(
            [("objection_id", "=", self.objection.id)]
        )

    def test_nobody_but_the_officer_in_charge_reads_it(self):
        self.objection.with_user(self.officer).action_investigate()
        others = [user for role, user in self.users.items() if role != "officer"]
        others += [self.other_officer, self.applicant, self.decider]
        for user in others:
            told = self._leaks(user)
            for secret in ("王小明", IDENTITY_NUMBER, "0553-0000009", "id.png"):
                self.assertNotIn(secret, told, user.login)
            found = self.env["brand.objection.identity"].with_user(user)
            self.assertFalse(found.has_access("read") and found.search_count([]), user.login)
        told = self._leaks(self.officer)
        for secret in ("王小明", IDENTITY_NUMBER, "0553-0000009"):
            self.assertIn(secret, told)

    def test_a_search_by_the_name_tells_nobody_either(self):
        for user in (self.reviewer, self.other_officer, self.users["auditor"]):
            for domain in (
                [("objector_name", "=", "王小明")],
                [("file_ids.filename", "=", "id.png")],
            ):
                try:
                    found = self._rpc(user, "brand.objection", "search_count", domain)
                except (UserError, ValueError):
                    found = 0
                self.assertEqual(found, 0, user.login)

    def test_the_proof_is_no_attachment_that_others_open(self):
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "brand.objection.identity"), ("res_field", "=", "file")]
        )
        self.assertEqual(len(attachment), 1)
        for user in (self.reviewer, self.users["auditor"], self.other_officer):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["datas"])

    def test_nobody_makes_himself_its_officer(self):
        for user in (self.other_officer, self.reviewer, self.users["manager"]):
            with self.assertRaises(UserError):
                self._rpc(
                    user,
                    "brand.objection",
                    "write",
                    self.objection.ids,
                    {"officer_id": user.id},
                )
            with self.assertRaises(UserError):
                self._rpc(user, "brand.objection", "action_take_charge", self.objection.ids)
            with self.assertRaises(UserError):
                self._rpc(
                    user, "brand.objection", "action_hand_over", self.objection.ids, user.id, "x"
                )
        self.assertEqual(self.objection.officer_id, self.officer)

    def test_the_officer_hands_over_with_a_reason_and_then_reads_nothing_more(self):
        self.objection.with_user(self.officer).action_hand_over(self.other_officer.id, "休假")
        self.env.invalidate_all()
        self.assertEqual(self.objection.with_user(self.other_officer).objector_name, "王小明")
        self.assertFalse(self.objection.with_user(self.officer).objector_name)
        self.assertIn("休假", self.objection.message_ids[0].body)

    def test_another_officer_cannot_change_who_objects(self):
        with self.assertRaises(AccessError):
            self.objection.with_user(self.other_officer).objector_name = "李四"
        self.assertEqual(self._identity().name, "王小明")


@tagged("post_install", "-at_install")
class TestInquiry(ObjectionCase):
    def test_a_name_without_proof_is_not_looked_into_as_an_objection(self):
        objection = self.objection_to(self.line, objector_number=False)
        by_officer = objection.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "proves the identity"):
            by_officer.action_investigate()
        self.assertEqual(objection.state, "received")
        by_officer.write({"objector_proof": base64.b64encode(PNG), "objector_proof_name": "id.png"})
        by_officer.action_investigate()
        self.assertEqual((objection.state, objection.kind), ("investigating", "objection"))

    def test_a_clue_is_looked_into_without_proof(self):
        clue = self.objection_to(self.line, is_anonymous=True, objector_number=False)
        clue.with_user(self.officer).action_investigate()
        self.assertEqual((clue.state, clue.kind), ("investigating", "clue"))

    def test_two_uninvolved_investigators_and_a_hearing_stand_before_the_ruling(self):
        objection = self.named()
        by_officer = objection.with_user(self.officer)
        by_officer.action_investigate()
        by_officer.finding = "经核实"
        with self.assertRaises(UserError) as refusal:
            objection.with_user(self.reviewer).action_dismiss(reason="不成立")
        told = str(refusal.exception)
        self.assertIn("two investigators", told)
        self.assertIn("Hear the applicant", told)
        by_officer.investigator_ids = self.users["auditor"] | self.users["district"]
        by_officer.action_ask_hearing("请说明")
        with self.assertRaisesRegex(UserError, "may still give"):
            objection.with_user(self.reviewer).action_dismiss(reason="不成立")
        self.clock.move_to(f"{objection.hearing_ids.due_on} 16:00:01")
        objection.with_user(self.reviewer).action_dismiss(reason="不成立")
        self.assertEqual(objection.state, "dismissed")
        self.assertTrue(objection.ruling_no.startswith("YYDF-2024-"))

    def test_who_judged_the_item_neither_investigates_nor_rules(self):
        objection = self.named()
        by_officer = objection.with_user(self.officer)
        for judge in (self.assessors[0], self.decider, self.reviewer):
            with self.assertRaisesRegex(UserError, "somebody else must"):
                by_officer.investigator_ids = judge | self.users["auditor"]
        self.inquired(objection)
        self.users["auditor"].group_ids += self.env.ref("brand_certification.group_reviewer")
        with self.assertRaisesRegex(AccessError, "Who investigated"):
            objection.with_user(self.users["auditor"]).action_dismiss(reason="不成立")
        self.users["officer"].group_ids += self.env.ref("brand_certification.group_reviewer")
        with self.assertRaisesRegex(AccessError, "One person has one duty"):
            objection.with_user(self.officer).action_dismiss(reason="不成立")

    def test_the_applicant_is_heard_once_within_its_time_and_learns_no_name(self):
        objection = self.named()
        by_officer = objection.with_user(self.officer)
        by_officer.action_investigate()
        hearing = by_officer.action_ask_hearing("请说明专利情况")
        _other, rival = self._enterprise("芜湖另一家有限公司", "91340202MAXXT0013L")
        with self.assertRaises(AccessError):
            hearing.with_user(rival).action_state("与我无关")
        own = hearing.with_user(self.applicant)
        self.assertEqual(own.question, "请说明专利情况")
        with self.assertRaises(AccessError):
            objection.with_user(self.applicant).read(["text"])
        with self.assertRaises(AccessError):
            own.write({"statement": "x"})
        own.action_state("专利有效", [("证明.pdf", PDF)])
        with self.assertRaisesRegex(UserError, "already"):
            own.action_state("再说一次")
        self.assertEqual(own.file_ids.filename, "证明.pdf")

    def test_an_upheld_objection_stops_its_own_item_of_thirty(self):
        applications = self.env["brand.application"].union(
            *(self.evaluated(f"产品{number}") for number in range(30))
        )
        notice = self.notice_of(*applications)
        self.line = notice.line_ids[7]
        stopped = applications[7]
        objection = self.named()
        self.inquired(objection)
        objection.with_user(self.reviewer).action_uphold(reason="专利已失效")
        self.assertEqual(stopped.state, "rejected")
        self.let_notice_end(notice)
        others = applications - stopped
        self.grade_decision(*others).with_user(self.users["approver"]).action_take(
            document_no="1号"
        )
        self.assertEqual(set(others.mapped("state")), {"decided"})
        self.assertEqual(stopped.state, "rejected")
        told = stopped.message_ids[0].body
        self.assertIn("专利已失效", told)
        self.assertNotIn("王小明", told)
        self.assertEqual(stopped._portal_state_text(), "Not granted: an objection was upheld")

    def test_one_upheld_in_part_goes_on_with_the_ruling_as_a_note(self):
        objection = self.inquired(self.named())
        objection.with_user(self.officer).is_partial = True
        objection.with_user(self.reviewer).action_uphold(reason="部分成立", document_no="函1号")
        self.assertEqual(self.application.state, "notice")
        self.assertEqual((objection.ruling, objection.ruling_no), ("部分成立", "函1号"))
        self.let_notice_end(self.notice)
        line = self.grade_decision(self.application).line_ids
        self.assertIn("部分成立", line.objection_text)

    def test_the_limit_is_extended_once_to_thirty_working_days_with_a_reason(self):
        objection = self.named()
        self.assertEqual(str(objection.due_on), "2024-03-25")  # 15 of the programme
        with self.assertRaisesRegex(UserError, "reason"):
            objection.with_user(self.officer).action_extend("")
        objection.with_user(self.officer).action_extend("需委托鉴定")
        self.assertEqual(str(objection.due_on), "2024-04-16")
        with self.assertRaisesRegex(UserError, "once"):
            objection.with_user(self.officer).action_extend("再延长")

    def test_the_answer_letter_names_result_and_remedy_and_hides_the_name(self):
        objection = self.inquired(self.named())
        objection.with_user(self.reviewer).action_dismiss(reason="不成立")
        self.env.invalidate_all()
        letter = objection.with_user(self.officer)._paper_values()
        text = "\n".join(letter["paragraphs"])
        self.assertEqual(letter["to"], "王小明")
        for words in ("dismissed", "不成立", "60 days", "reconsideration"):
            self.assertIn(words, text)
        self.env.invalidate_all()
        self.assertNotIn("王小明", str(objection.with_user(self.reviewer)._paper_values()))
