from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PDF, BrandCase

MAJOR = {"grade": "major", "clause": "5.2", "fact": "未见2023年度型式试验记录。"}


class FindingCase(BrandCase):
    def raised(self, **vals):
        """A finding of the first assessor of a case that he has declared on."""
        evaluation = self.appointed().evaluation_ids[0]
        evaluation.with_user(evaluation.user_id).action_declare()
        return self.raise_on(evaluation, **vals)

    def raise_on(self, evaluation, files=(), **vals):
        by_assessor = self.env["brand.finding"].with_user(evaluation.user_id)
        return by_assessor.action_raise(evaluation.id, {**MAJOR, **vals}, files).with_env(self.env)

    def answer(self, finding, **vals):
        mine = finding.with_user(self.applicant)
        mine.write({"cause": "记录未归档", "correction": "已补做试验并归档", **vals})
        mine.action_answer()


@tagged("post_install", "-at_install")
class TestFinding(FindingCase):
    def test_a_finding_is_numbered_dated_and_told_to_the_enterprise(self):
        finding = self.raised()
        self.assertRegex(finding.name, r"^BF-2024-\d{4}$")
        self.assertEqual(str(finding.due_on), "2024-03-18", "10 working days after 4 March")
        self.assertEqual(finding.raised_by_id, finding.evaluation_id.user_id)
        self.assertEqual(
            (finding.partner_id, finding.body_id, finding.district_id),
            (self.firm, self.body, self.district),
        )
        told = finding.application_id.message_ids.filtered(lambda m: MAJOR["fact"] in m.body)
        self.assertTrue(told)

    def test_minor_and_major_findings_have_their_own_limits(self):
        self.assertEqual(str(self.raised(grade="minor").due_on), "2024-04-01")

    def test_a_finding_says_a_fact_and_what_it_offends(self):
        evaluation = self.raised().evaluation_id
        with self.assertRaisesRegex(UserError, "as a fact"):
            self.raise_on(evaluation, fact=" ")
        with self.assertRaisesRegex(ValidationError, "criterion or the clause"):
            self.raise_on(evaluation, clause=False)
        other = self._program("QT").criterion_ids[0]
        with self.assertRaisesRegex(ValidationError, "another programme"):
            self.raise_on(evaluation, criterion_id=other.id)

    def test_findings_are_raised_by_the_assessor_himself_while_he_evaluates(self):
        evaluation = self.appointed().evaluation_ids[0]
        findings = self.env["brand.finding"]
        with self.assertRaisesRegex(UserError, "while you evaluate"):
            self.raise_on(evaluation)
        evaluation.with_user(evaluation.user_id).action_declare()
        for user in (self.assessors[1], self.decider, self.users["officer"], self.applicant):
            with self.assertRaises(AccessError, msg=user.login):
                findings.with_user(user).action_raise(evaluation.id, MAJOR)

    def test_corrected_and_verified(self):
        finding = self.raised()
        mine = finding.with_user(self.applicant)
        with self.assertRaisesRegex(UserError, "the cause and the correction"):
            mine.action_answer()
        self.env["brand.finding.file"].with_user(self.applicant).create(
            {"finding_id": finding.id, "file": PDF, "filename": "归档.pdf"}
        )
        self.answer(finding)
        self.assertEqual(finding.state, "answered")
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            mine.cause = "另有原因"
        finding.with_user(finding.raised_by_id).action_verify("查看归档记录")
        self.assertEqual((finding.state, finding.verdict), ("verified", "查看归档记录"))
        self.assertEqual(finding.verified_by_id, finding.raised_by_id)

    def test_a_returned_correction_gets_a_new_limit_and_stays_on_record(self):
        finding = self.raised()
        self.answer(finding)
        by_assessor = finding.with_user(finding.raised_by_id)
        with self.assertRaisesRegex(UserError, "the enterprise reads it"):
            by_assessor.action_return(" ")
        self.clock.move_to("2024-03-11 02:00:00")
        by_assessor.action_return("缺少试验报告")
        self.assertEqual((finding.state, str(finding.due_on)), ("open", "2024-03-25"))
        self.answer(finding, correction="已补报告")
        self.assertEqual(finding.answer_ids.mapped("correction"), ["已补做试验并归档", "已补报告"])
        with self.assertRaises(AccessError):
            finding.answer_ids[0].sudo().correction = "改写"

    def test_a_severe_finding_cannot_be_corrected(self):
        finding = self.raised(grade="severe")
        with self.assertRaisesRegex(UserError, "severe"):
            self.answer(finding)

    def test_what_was_told_is_not_edited_by_anybody(self):
        finding = self.raised()
        for user in (finding.raised_by_id, self.applicant, self.decider, *self.users.values()):
            for vals in ({"fact": "改写"}, {"grade": "minor"}, {"due_on": "2030-01-01"}):
                with self.assertRaises(AccessError, msg=f"{user.login} {vals}"):
                    call_kw(finding.with_user(user), "write", [finding.ids, vals], {})
        self.assertEqual((finding.fact, finding.grade), (MAJOR["fact"], "major"))

    def test_a_finding_raised_in_error_is_withdrawn_with_its_reason(self):
        finding = self.raised()
        by_assessor = finding.with_user(finding.raised_by_id)
        with self.assertRaises(UserError):
            by_assessor.action_withdraw()
        by_assessor.action_withdraw("记录在另一处找到")
        self.assertEqual(finding.state, "withdrawn")
        self.assertFalse(finding._blocking())

    def test_what_blocks_the_certification_depends_on_grade_state_and_programme(self):
        finding = self.raised()
        evaluation = finding.evaluation_id
        minor, severe = (self.raise_on(evaluation, grade=g) for g in ("minor", "severe"))
        findings = finding | minor | severe
        self.assertEqual(findings._blocking(), findings)
        finding.application_id.program_id.sudo().minor_findings_may_stay_open = True
        self.assertEqual(findings._blocking(), finding | severe)
        self.answer(finding)
        self.assertEqual(findings._blocking(), finding | severe)
        finding.with_user(finding.raised_by_id).action_verify()
        self.assertEqual(findings._blocking(), severe)

    def test_evidence_of_the_assessor_is_kept_from_the_enterprise_s_hands(self):
        evidence = [{"filename": "现场.pdf", "file": PDF}]
        evaluation = self.raised().evaluation_id
        finding = self.raise_on(evaluation, files=evidence)
        file = finding.file_ids
        self.assertEqual(file.kind, "evidence")
        mine = file.with_user(self.applicant)
        self.assertEqual(mine.read(["filename"])[0]["filename"], "现场.pdf")
        with self.assertRaises(AccessError):
            mine.file = False
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            mine.create({"finding_id": finding.id, "kind": "evidence", "filename": "x.pdf"})
        own = mine.with_context(default_kind="evidence").create(
            {"finding_id": finding.id, "file": PDF, "filename": "整改.pdf"}
        )
        self.assertEqual(own.kind, "correction")
        self.answer(finding)
        with self.assertRaises(UserError):
            own.unlink()

    def test_each_side_sees_its_own_findings_only(self):
        finding = self.raised()
        stranger_firm, stranger = self._enterprise("别家公司", "91340202MAXX00203M")
        self.assertTrue(stranger_firm)
        other_body, other_decider, other_assessors = self._body("别家机构", "91340202MAXX00415T")
        self.assertTrue(other_body)
        sees = {
            self.applicant: True,
            self.decider: True,
            finding.raised_by_id: True,
            self.users["officer"]: True,
            self.users["district"]: True,
            self.users["auditor"]: True,
            stranger: False,
            other_decider: False,
            other_assessors[0]: False,
            self.assessors[2]: False,
        }
        for user, expected in sees.items():
            count = self.env["brand.finding"].with_user(user).search_count([])
            self.assertEqual(bool(count), expected, user.login)

    def test_a_finding_late_is_found_by_search(self):
        finding = self.raised()
        findings = self.env["brand.finding"]
        self.assertNotIn(finding, findings.search([("is_overdue", "=", True)]))
        self.clock.move_to("2024-03-19 02:00:00")
        finding.invalidate_recordset()
        self.assertTrue(finding.is_overdue)
        self.assertIn(finding, findings.search([("is_overdue", "=", True)]))
        self.answer(finding)
        self.assertNotIn(finding, findings.search([("is_overdue", "=", True)]))
