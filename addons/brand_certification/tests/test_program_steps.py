"""Steps of a programme, as a manager sets them and as an application then takes them."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestProgramSteps(BrandCase):
    def manager(self, model="brand.program"):
        return self.env[model].with_user(self.users["manager"])

    def new_program(self, code="NEU", **vals):
        return self.manager().create(self._program_vals(code, **self.window(2030), **vals))

    def window(self, year):
        return {"window_from": f"{year}-01-01", "window_to": f"{year}-12-31"}

    def keys(self, program):
        return program.step_ids.sorted("sequence").mapped("key")

    def row(self, program, key):
        return program.step_ids.filtered(lambda s: s.key == key)

    def rpc(self, role, record, method, *args):
        return call_kw(record.with_user(self.users[role]), method, [record.ids, *args], {})

    # -- configuration -----------------------------------------------------------------------------

    def test_a_new_programme_has_a_row_for_each_step_in_the_usual_order(self):
        program = self.new_program()

        self.assertEqual(
            self.keys(program),
            [
                "recommend",
                "apply",
                "examine",
                "joint_check",
                "certify",
                "notice",
                "government",
                "issue",
            ],
        )
        self.assertEqual(program.recommendation_timing, "none")
        self.assertEqual(program.notice_timing, "before")

    def test_rows_and_fields_of_the_programme_say_the_same(self):
        program = self.new_program(require_notice=False, evaluation_days=45)

        self.assertFalse(self.row(program, "notice").required)
        self.assertEqual(self.row(program, "certify").days, 45)
        self.row(program, "notice").write({"required": True, "days": 7})
        self.assertEqual((program.require_notice, program.notice_days), (True, 7))
        self.assertEqual(program.notice_timing, "before")

    def test_rows_given_at_creation_are_completed(self):
        order = ("recommend", "apply", "certify", "government", "notice")
        program = self.new_program(
            step_ids=[
                Command.create({"key": key, "sequence": number, "required": True})
                for number, key in enumerate(order)
            ]
        )

        self.assertEqual(
            [key for key in self.keys(program) if program._requires(key)],
            ["recommend", "apply", "examine", "certify", "government", "notice", "issue"],
        )
        self.assertEqual(program._recommendation_timing(), "before")
        self.assertEqual(program._notice_timing(), "after")

    def test_timing_moves_the_row(self):
        program = self.new_program(notice_timing="after", recommendation_timing="after")

        self.assertTrue(program._comes_before("government", "notice"))
        self.assertTrue(program._comes_before("apply", "recommend"))
        self.assertTrue(program._step("recommend"))
        program.recommendation_timing = "none"
        self.assertFalse(program._step("recommend"))

    def test_an_order_without_sense_is_refused_with_its_reason(self):
        program = self.new_program()

        with self.assertRaisesRegex(ValidationError, "a notice announces results"):
            self.row(program, "notice").sequence = 1
        with self.assertRaisesRegex(ValidationError, "the body evaluates accepted files only"):
            program.write(
                {"step_ids": [Command.update(self.row(program, "certify").id, {"sequence": 25})]}
            )

    def test_rows_change_places_in_one_save_whatever_the_order_of_writing(self):
        program = self.new_program()
        notice, government = self.row(program, "notice"), self.row(program, "government")

        program.write(
            {
                "step_ids": [
                    Command.update(notice.id, {"sequence": 75}),
                    Command.update(government.id, {"sequence": 60}),
                ]
            }
        )

        self.assertEqual(program.notice_timing, "after")

    def test_a_step_that_others_presuppose_cannot_be_left_out(self):
        program = self.new_program()

        with self.assertRaisesRegex(ValidationError, "rests on a certification by a third party"):
            self.row(program, "certify").required = False
        with self.assertRaisesRegex(ValidationError, "Switch a step off instead"):
            self.row(program, "notice").unlink()

    def test_a_certification_is_decided_by_its_body_only(self):
        program = self.new_program()

        self.row(program, "government").decider = "committee"
        with self.assertRaisesRegex(ValidationError, "the body's own decision"):
            self.row(program, "certify").decider = "government"
        with self.assertRaisesRegex(ValidationError, "is decided by: Government / Committee"):
            self.row(program, "government").decider = "body"

    def test_steps_of_an_open_programme_are_not_edited_by_rpc(self):
        step = self.row(self.program, "notice")

        for record, vals in (
            (step, {"sequence": 99}),
            (step, {"required": False}),
            (step, {"days": 1}),
            (self.program, {"require_government": False}),
            (self.program, {"notice_timing": "after"}),
            (self.program, {"accept_days": 1}),
            (self.program, {"cooldown_months": 1}),
            (self.program, {"step_ids": [Command.update(step.id, {"decider": "office"})]}),
            (self.program, {"target_count": 5}),
            (self.program.level_ids, {"target_count": 5}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("manager", record, "write", vals)
        with self.assertRaises(UserError):
            call_kw(
                self.manager("brand.program.share"),
                "create",
                [[{"program_id": self.program.id, "sector": "product", "scope": "batch"}]],
                {},
            )
        self.assertEqual(self.program.notice_timing, "before")

    def test_windows_of_a_scheme_do_not_overlap(self):
        with self.assertRaisesRegex(ValidationError, "overlaps"):
            # sudo: the number of a version is given by the action that makes it
            self.manager().sudo().create(
                {
                    **self._program_vals("TZ", window_from="2024-12-31", window_to="2025-02-01"),
                    "version": 2,
                }
            )

    # -- the flow ----------------------------------------------------------------------------------

    def test_with_neither_notice_nor_government_the_certificate_follows_the_certification(self):
        program = self._program("KURZ", require_notice=False, require_government=False)
        application = self.evaluated(program=program)

        self.assertEqual(application.next_step, "issue")
        by_officer = application.with_user(self.users["officer"])
        self.assertIn(" action_certify ", by_officer.my_steps)
        by_officer.action_certify()

        self.assertEqual(application.certificate_id.state, "valid")

    def test_without_the_government_the_certificate_waits_for_the_end_of_the_notice(self):
        program = self._program("OHNE", require_government=False)
        application = self.evaluated(program=program)
        by_officer = application.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "has not been announced yet"):
            by_officer.action_certify()
        notice = self.notice_of(application)
        with self.assertRaisesRegex(UserError, "has not been closed yet"):
            by_officer.action_certify()

        self.let_notice_end(notice)
        by_officer.action_certify()

        self.assertEqual(application.state, "certified")

    def test_the_notice_may_follow_the_decision(self):
        program = self._program("NACH", notice_timing="after")
        application = self.evaluated(program=program)
        self.assertEqual(application.next_step, "government")
        with self.assertRaisesRegex(UserError, "by the steps of the programme"):
            self.notice_of(application)

        decision = self.grade_decision(application)
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕2号")
        self.assertEqual((application.state, application.next_step), ("decided", "announce"))
        by_officer = application.with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "has not been announced yet"):
            by_officer.action_certify()
        self.let_notice_end(self.notice_of(application))
        by_officer.action_certify()

        self.assertEqual(application.state, "certified")

    def test_without_its_grade_no_certificate(self):
        application = self.noticed()

        with self.assertRaisesRegex(UserError, "the grade has not been decided yet"):
            application.with_user(self.users["officer"]).action_certify()
        self.assertEqual(application.state, "notice")

    def test_lists_of_candidates_follow_the_order(self):
        before, after = self.evaluated(), None
        after = self.evaluated("另一产品", program=self._program("NACH", notice_timing="after"))
        Application = self.env["brand.application"]

        self.assertEqual(
            Application.search(Application._to_announce_domain()) & (before | after), before
        )
        self.assertEqual(
            Application.search(Application._to_decide_domain()) & (before | after), after
        )
