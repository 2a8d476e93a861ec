"""Open questions are ruled by their answers in words; rules go on reading the keys."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import BrandCase

WORDS = (
    ("assessed", "评价清单", "按（二）的五项"),
    ("shown", "评价清单", "按（五）的五项"),
    ("later", False, "下一批起施行"),
)


@tagged("post_install", "-at_install")
class TestRulingAnswer(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.env["brand.ruling.answer"].create(
            [
                {"code": "T16", "key": key, "aspect": aspect, "name": name, "sequence": number}
                for number, (key, aspect, name) in enumerate(WORDS)
            ]
        )
        cls.ruling = cls.env["brand.ruling"].create(
            {"code": "T16", "name": "按哪五项评价？", "proposed": "assessed"}
        )

    def rule(self, answers):
        """Rule as the manager does in the form, by ticking answers."""
        with Form(self.ruling.with_user(self.users["manager"])) as form:
            for answer in answers:
                form.answer_ids.add(answer)
            form.document_no = "苏市监〔2024〕9号"
            form.decided_by = "市领导小组办公室"
            form.date_from = "2024-03-01"
        return self.ruling

    def test_a_ticked_answer_is_kept_by_its_key_and_shown_in_words(self):
        self.assertEqual(self.ruling.proposed_text, "按（二）的五项")
        self.assertFalse(self.ruling.choice_text)
        self.rule(self.answers[0] | self.answers[2])
        self.assertEqual(self.ruling.choice, "assessed+later")
        self.assertEqual(self.ruling.choice_text, "按（二）的五项, 下一批起施行")
        self.assertEqual(self.ruling.answer_ids, self.answers[0] | self.answers[2])

    def test_a_client_that_writes_keys_is_shown_in_words_too(self):
        self.ruling.with_user(self.users["manager"]).write(
            {
                "choice": "shown+own_way",
                "document_no": "9号",
                "decided_by": "办公室",
                "date_from": "2024-03-01",
            }
        )
        self.assertEqual(self.ruling.choice_text, "按（五）的五项, own_way")

    def test_answers_to_one_thing_exclude_each_other(self):
        refused = self.assertRaisesRegex(ValidationError, "exclude each other: 按（二）的五项")
        with refused, self.env.cr.savepoint():
            self.rule(self.answers[:2])
        self.ruling.invalidate_recordset()
        self.assertFalse(self.ruling.choice)

    def test_what_was_ruled_is_kept_with_its_answer(self):
        self.rule(self.answers[0])
        by_manager = self.answers.with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "has been ruled"):
            self.ruling.with_user(self.users["manager"]).answer_ids = self.answers[1]
        with self.assertRaisesRegex(UserError, "has given this answer"):
            by_manager[0].key = "other"
        with self.assertRaisesRegex(UserError, "has given this answer"):
            by_manager[0].unlink()
        by_manager[0].name = "按第四部分（二）"
        self.assertEqual(self.ruling.choice_text, "按第四部分（二）")
        by_manager[1].unlink()
        with self.assertRaises(AccessError):
            self.answers[:1].with_user(self.users["officer"]).name = "改"

    def test_a_citys_data_loaded_anew_writes_what_is_there(self):
        self.rule(self.answers[0])
        self.ruling.write({"code": "T16", "name": "按哪五项？", "proposed": "assessed"})
        self.answers[0].write({"code": "T16", "key": "assessed", "name": "按（二）"})
        self.assertEqual((self.ruling.name, self.ruling.choice_text), ("按哪五项？", "按（二）"))
        with self.assertRaisesRegex(UserError, "has been ruled"):
            self.ruling.write({"code": "T17"})

    def test_a_programme_names_the_answer_under_which_it_holds_in_words(self):
        program = self.env["brand.program"].create(self._program_vals("RU"))
        with Form(program.with_user(self.users["manager"])) as form:
            form.ruling_code = "T16"
            form.ruling_answer_id = self.answers[0]
        self.assertEqual(program.ruling_choice, "assessed")
        self.assertIn("“按（二）的五项”", program.missing_text)
        self.rule(self.answers[1])
        program.invalidate_recordset()
        self.assertIn("T16 was ruled “按（五）的五项”", program.missing_text)

    def test_a_list_of_rulings_asks_for_their_words_once(self):
        more = self.ruling
        for number in range(5):
            more |= self.ruling.create({"code": f"T2{number}", "name": "问", "proposed": "x"})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            more.mapped("proposed_text")
