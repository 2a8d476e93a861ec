"""Setting a programme up: help for every field, parts in order, versions and next year's copy."""

from odoo import Command, models
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import PDF, BrandCase


@tagged("post_install", "-at_install")
class TestProgramSetup(BrandCase):
    def manager(self, model="brand.program"):
        return self.env[model].with_user(self.users["manager"])

    def test_every_setting_explains_itself(self):
        silent = [
            f"{model}.{name}"
            for model in (
                "brand.program",
                "brand.program.step",
                "brand.program.level",
                "brand.program.document",
                "brand.program.share",
                "brand.criterion",
                "brand.regulation",
            )
            for name, field in self.env[model]._fields.items()
            if field.store
            and not field.readonly
            and name not in models.MAGIC_COLUMNS
            and not field.related
            and not field.help
            and field._module == "brand_certification"
            and name not in ("program_id", "sequence", "parent_path", "child_ids", "filename")
            and not name.startswith(("message_", "activity_"))
        ]
        self.assertEqual(silent, [])

    def test_the_setup_names_what_each_part_lacks_and_opens_it(self):
        program = self.manager().create(
            {"name": "新", "code": "NEU", "date_from": "2024-01-01", "date_to": "2025-12-31"}
        )
        done = {row.part: row.is_done for row in program.setup_ids}

        self.assertEqual(
            list(done),
            [
                "scope",
                "steps",
                "levels",
                "criteria",
                "documents",
                "evaluation",
                "certificate",
                "mark",
                "texts",
            ],
        )
        self.assertEqual(
            [part for part, is_done in done.items() if is_done],
            ["steps", "evaluation", "certificate", "mark"],
        )
        action = program.action_continue_setup()
        self.assertEqual((action["res_id"], action["context"]["brand_part"]), (program.id, "scope"))
        with Form(program) as form:
            form.window_from, form.window_to = "2024-01-01", "2024-06-30"
        program.invalidate_recordset(["setup_ids", "setup_done"])
        self.assertEqual(program.action_continue_setup()["context"]["brand_part"], "levels")
        told = {
            text for row in program.setup_ids for text in (row.missing or "").split("\n") if text
        }
        self.assertEqual(told, set(program._missing()))

    def test_a_complete_programme_has_no_part_left(self):
        program = self.manager().create(self._program_vals("NEU"))

        self.assertEqual(program.setup_done, "9 / 9")
        with self.assertRaisesRegex(UserError, "Nothing is missing"):
            program.action_continue_setup()

    def test_the_form_shows_what_a_number_will_look_like(self):
        program = self.manager().create(
            self._program_vals("NEU", number_pattern="NEU-{level}-{year}-{seq:03d}")
        )
        self.assertEqual(program.number_example, "NEU-B-2024-001")

        with Form(program) as form:
            form.number_pattern = "NEU-{year}"
            self.assertIn("{seq} once", form.number_example)
            form.number_pattern = "N-{seq:05d}"
            self.assertEqual(form.number_example, "N-00001")

    def test_next_year_s_programme_copies_everything_but_the_window(self):
        program = self.manager().create(
            self._program_vals(
                "JAHR",
                scope_service=True,
                notice_timing="after",
                tie_rule="criterion",
                document_type_ids=[
                    Command.create(
                        {"name": "申报书", "template": PDF, "template_name": "申报书.pdf"}
                    )
                ],
                share_ids=[Command.create({"sector": "service", "percent": 5, "scope": "batch"})],
            )
        )
        program.tie_criterion_id = program.criterion_ids[1]
        program.step_ids.filtered(lambda s: s.key == "government").decider = "committee"
        program.action_open()

        new = self.manager().browse(program.action_next_year()["res_id"])

        self.assertEqual((str(new.date_from), str(new.date_to)), ("2022-12-21", "2026-12-31"))
        self.assertFalse(new.window_from or new.window_to)
        self.assertEqual((new.state, new.version, new.previous_id), ("draft", 2, program))
        self.assertEqual(new.notice_timing, "after")
        self.assertEqual(len(new.step_ids), len(program.step_ids))
        self.assertEqual(new._decider_of("government"), "committee")
        self.assertEqual((new.share_ids.sector, new.share_ids.percent), ("service", 5))
        self.assertEqual(new.document_type_ids.template, PDF)
        self.assertEqual(new.tie_criterion_id, new.criterion_ids[1])
        self.assertNotEqual(new.tie_criterion_id, program.tie_criterion_id)
        self.assertEqual(program.state, "open")

    def test_settings_out_of_range_are_refused(self):
        for vals in ({"decide_days": -1}, {"check_share_percent": 101}, {"cooldown_months": -3}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, "Not below 0"),
                self.cr.savepoint(),
            ):
                self.manager().create(self._program_vals("NEU", **vals))
        with self.assertRaisesRegex(ValidationError, "belongs to another programme"):
            self.manager().create(
                self._program_vals("NEU", tie_criterion_id=self.program.criterion_ids[0].id)
            )
