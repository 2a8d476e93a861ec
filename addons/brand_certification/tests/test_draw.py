"""A draw can be neither known before nor bent afterwards."""

import io
import json

from pypdf import PdfReader

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import BaseCase, tagged
from odoo.tests.common import HttpCase, Registry, get_db_name

from .common import BrandCase


class DrawCase(BrandCase):
    def panel(self, people=6, login="officer", **vals):
        """A panel's draw in draft, with so many people, each of an own employer."""
        return (
            self.env["brand.draw"]
            .with_user(self.users[login])
            .create(
                {
                    "name": "春季评审专家",
                    "kind": "panel",
                    "program_id": self.program.id,
                    "reference": f"brand.program,{self.program.id}",
                    "count": 3,
                    "reserve_count": 1,
                    "entry_ids": [
                        Command.create(
                            {"name": f"专家{n}", "key": f"ZJ-{n:03d}", "group": f"单位{n}"}
                        )
                        for n in range(people)
                    ],
                    **vals,
                }
            )
        )

    def committed(self, *args, **vals):
        draw = self.panel(*args, **vals)
        draw.action_commit()
        return draw

    def drawn(self, *args, **vals):
        draw = self.committed(*args, **vals)
        draw.write({"witness": "见证人", "word": "七月流火"})
        draw.action_draw()
        return draw

    def rpc(self, user, model, method, *args, **kwargs):
        return call_kw(self.env[model].with_user(user), method, args, kwargs)


@tagged("post_install", "-at_install")
class TestDraw(DrawCase):
    def test_the_numbers_asked_are_drawn_and_the_auditor_repeats_the_draw(self):
        draw = self.drawn()
        results = sorted(draw.entry_ids.mapped("result"))
        self.assertEqual(results, ["drawn"] * 3 + ["passed"] * 2 + ["reserve"])
        self.assertEqual(len(draw._standing()), 3)
        answer = draw.with_user(self.users["auditor"]).action_repeat()
        self.assertEqual(answer["params"]["type"], "success")

    def test_the_same_seed_gives_the_same_result(self):
        draw = self.drawn()
        copy = draw.copy({"reference": False, "name": "另一事项"})
        copy.action_commit()
        copy.write({"witness": "见证人", "word": draw.word})
        copy.sudo().sealed_seed = draw.seed
        copy.action_draw()
        self.assertEqual(
            {e.key: (e.ticket, e.result) for e in copy.entry_ids},
            {e.key: (e.ticket, e.result) for e in draw.entry_ids},
        )

    def test_nobody_reads_the_seed_before_the_draw(self):
        draw = self.committed()
        sealed = draw.sudo().sealed_seed
        self.assertEqual(len(sealed), 64)
        self.assertFalse(draw.seed)
        admin = self.env.ref("base.user_admin")
        for user in (*self.users.values(), admin):
            known = self.env["brand.draw"].with_user(user).fields_get()
            self.assertNotIn("sealed_seed", known, user.login)
            for method, args in (
                ("read", (draw.ids, ["sealed_seed"])),
                ("search", ([("sealed_seed", "=like", f"{sealed[:1]}%")],)),
                ("search_read", ([], ["sealed_seed"])),
                ("search", ([], 0, None, "sealed_seed")),
                ("formatted_read_group", ([], ["sealed_seed"], ["__count"])),
                ("formatted_read_group", ([], [], ["sealed_seed:max"])),
                ("export_data", (draw.ids, ["sealed_seed"])),
                ("write", (draw.ids, {"sealed_seed": "known"})),
            ):
                with self.assertRaises(UserError, msg=f"{user.login} {method}"):  # or AccessError
                    self.rpc(user, "brand.draw", method, *args)
            seen = (
                json.dumps(self.rpc(user, "brand.draw", "read", draw.ids), default=str)
                if (self.env["brand.draw"].with_user(user).has_access("read"))
                else ""
            )
            self.assertNotIn(sealed, seen)
        self.assertNotIn(sealed, draw.with_user(self.users["auditor"])._export_json())
        self.assertNotIn(sealed, str(draw.sudo().message_ids.mapped("body")))

    def test_after_the_commitment_the_pool_stands(self):
        draw = self.committed()
        entry = draw.entry_ids[0]
        for act in (
            lambda: entry.write({"is_recused": True, "recusal_reason": "关系"}),
            lambda: entry.write({"key": "ZJ-999"}),
            lambda: entry.unlink(),
            lambda: draw.write({"entry_ids": [Command.create({"name": "新", "key": "新"})]}),
            lambda: draw.write({"count": 1}),
            lambda: draw.write({"one_per_group": False}),
            lambda: draw.unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        self.assertEqual(len(draw.entry_ids), 6)

    def test_a_result_is_forged_by_nobody(self):
        draw = self.drawn()
        entry = draw.entry_ids.filtered(lambda e: e.result == "passed")[0]
        for user in self.users.values():
            for model, record, vals in (
                ("brand.draw.entry", entry, {"result": "drawn"}),
                ("brand.draw.entry", entry, {"called_for_id": entry.id}),
                ("brand.draw", draw, {"seed": "00"}),
                ("brand.draw", draw, {"word": "另一句"}),
                ("brand.draw", draw, {"state": "draft"}),
            ):
                with self.assertRaises(UserError, msg=f"{user.login} {vals}"), self.cr.savepoint():
                    self.rpc(user, model, "write", record.ids, vals)
        fresh = self.panel(reference=False, name="伪造", entry_ids=False)
        with self.assertRaises(AccessError):
            fresh.entry_ids = [Command.create({"name": "x", "key": "x", "result": "drawn"})]
        sneaky = (
            self.env["brand.draw.entry"]
            .with_user(self.users["officer"])
            .with_context(default_result="drawn", default_rank=1)
            .create({"draw_id": fresh.id, "name": "x", "key": "x"})
        )
        self.assertFalse(sneaky.result or sneaky.rank)
        for step in ("_reveal", "_seal", "_take_places"):
            with self.assertRaises(AccessError):
                self.rpc(self.users["officer"], "brand.draw", step, draw.ids)

    def test_a_change_behind_the_back_of_the_system_is_found_by_the_repetition(self):
        draw = self.drawn()
        draw.action_repeat()
        passed = draw.entry_ids.filtered(lambda e: e.result == "passed")[0]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE brand_draw_entry SET result = 'drawn' WHERE id = %s", [passed.id]
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, passed.key):
            draw.action_repeat()

    def test_without_a_witness_nothing_is_drawn(self):
        draw = self.committed()
        with self.assertRaisesRegex(UserError, "witness"):
            draw.action_draw()
        self.assertEqual((draw.state, draw.seed), ("committed", False))

    def test_the_word_is_said_after_the_commitment(self):
        draw = self.panel(word="早知道")
        draw.action_commit()
        self.assertFalse(draw.word)

    def test_who_is_in_the_pool_does_not_draw(self):
        draw = self.panel()
        draw.entry_ids[0].user_id = self.users["officer"]
        with self.assertRaisesRegex(UserError, "in the pool yourself"):
            draw.action_commit()
        draw.with_user(self.users["manager"]).action_commit()
        draw.write({"witness": "见证人"})
        with self.assertRaisesRegex(UserError, "in the pool yourself"):
            draw.with_user(self.users["officer"]).action_draw()
        draw.with_user(self.users["manager"]).action_draw()

    def test_the_recused_need_a_reason_and_are_not_drawn(self):
        draw = self.panel(4)
        with self.assertRaisesRegex(ValidationError, "reason"):
            draw.entry_ids[0].is_recused = True
        draw.entry_ids[0].write({"is_recused": True, "recusal_reason": "曾任该企业顾问"})
        draw.action_commit()
        draw.witness = "见证人"
        draw.action_draw()
        self.assertEqual(draw.entry_ids.filtered("is_recused").result, "recused")

    def test_too_small_a_pool_is_refused_before_the_commitment(self):
        draw = self.panel(2)
        self.assertIn("Too few", draw.blockers)
        with self.assertRaisesRegex(UserError, "Too few"):
            draw.action_commit()
        same = self.panel(name="同一单位", reference=False)
        same.entry_ids.group = "同一单位"
        with self.assertRaisesRegex(UserError, "Too few"):
            same.action_commit()

    def test_a_second_draw_needs_a_reason_and_both_stay(self):
        first, second = self.drawn(), self.panel()
        self.assertIn(first.number, second.blockers)
        with self.assertRaisesRegex(UserError, first.number):
            second.action_commit()
        second.again_reason = "两名专家因关系回避,候补不足"
        second.action_commit()
        self.assertEqual((second.previous_id, second.attempt), (first, 2))
        with self.assertRaises(UserError):
            first.unlink()

    def test_numbers_by_field_are_drawn_from_each_field(self):
        draw = self.panel(
            8,
            quota_ids=[
                Command.create({"part": "技术", "count": 2, "reserve_count": 1}),
                Command.create({"part": "财务", "count": 1, "reserve_count": 0}),
            ],
        )
        draw.entry_ids[:5].part = "技术"
        draw.entry_ids[5:].part = "财务"
        draw.action_commit()
        draw.witness = "见证人"
        draw.action_draw()
        drawn = draw._standing().mapped("part")
        self.assertEqual(sorted(drawn), ["技术", "技术", "财务"])

    def test_a_reserve_takes_the_place_in_its_order_and_the_draw_stays(self):
        draw = self.drawn(reserve_count=2)
        gone = draw._standing()[0]
        with self.assertRaisesRegex(UserError, "reason"):
            gone.action_replace()
        reserves = draw.entry_ids.filtered(lambda e: e.result == "reserve").sorted("rank")
        called = gone.action_replace("因病不能到会")
        self.assertEqual(called, reserves[0].id)
        self.assertEqual((gone.status, gone.result), ("replaced", "drawn"))
        self.assertEqual(reserves[0].status, "called")
        self.assertIn(reserves[0], draw._standing())
        self.assertNotIn(gone, draw._standing())
        with self.assertRaisesRegex(UserError, "has been replaced"):
            gone.action_replace("再次")
        reserves[0].action_replace("出差")
        with self.assertRaisesRegex(UserError, "No reserve is left"):
            reserves[1].action_replace("出差")
        draw.action_repeat()
        with self.assertRaises(AccessError):
            draw._standing()[0].with_user(self.users["auditor"]).action_replace("x")

    def test_an_inspection_draws_certificates_and_at_least_two_inspectors(self):
        certificate = self.certified().certificate_id
        inspectors = [
            self._user(f"inspector{n}", ["brand_certification.group_inspector"]) for n in range(3)
        ]
        draw = self.panel(
            kind="inspection", entry_ids=False, reference=False, count=1, inspector_count=1
        )
        draw.action_fill_pool()
        objects = draw.entry_ids.filtered(lambda e: e.role == "object")
        self.assertIn(certificate, objects.certificate_id)
        self.assertIn(certificate.number, objects.mapped("key"))
        with self.assertRaisesRegex(UserError, "at least two inspectors"):
            draw.action_commit()
        draw.inspector_count = 2
        draw.action_commit()
        draw.witness = "见证人"
        draw.action_draw()
        self.assertEqual(len(draw._drawn_certificates()), 1)
        drawn = draw._drawn_users("inspector")
        self.assertEqual(len(drawn), 2)
        self.assertLessEqual(set(drawn.ids), {user.id for user in inspectors})

    def test_filling_twice_doubles_nobody(self):
        draw = self.panel(entry_ids=False)
        for number in range(3):
            person = self.env["res.partner"].create({"name": "同名专家"})
            self._assessor(person, registration_no=f"ZJ-{number}" if number else False)
        draw.action_fill_pool()
        keys = draw.entry_ids.filtered(lambda e: e.name == "同名专家").mapped("key")
        self.assertEqual(sorted(keys), ["ZJ-1", "ZJ-2", "同名专家"])
        count = len(draw.entry_ids)
        draw.action_fill_pool()
        self.assertEqual(len(draw.entry_ids), count)

    def test_the_minutes_tell_pool_recusals_commitment_seed_and_witness(self):
        draw = self.panel()
        draw.entry_ids[0].write({"is_recused": True, "recusal_reason": "曾任该企业顾问"})
        draw.action_commit()
        draw.write({"witness": "见证人甲", "word": "七月流火"})
        draw.action_draw()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("brand_certification.action_report_draw", draw.ids)
        )
        text = "".join(
            "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages
        )
        for words in (draw.number, "曾任该企业顾问", draw.seed, draw.commitment, "见证人甲"):
            self.assertIn(words, text)
        for entry in draw.entry_ids:
            self.assertIn(entry.name, text)


@tagged("post_install", "-at_install")
class TestDrawExport(HttpCase, DrawCase):
    def test_who_may_read_a_draw_downloads_it_and_others_do_not(self):
        draw = self.drawn()
        self.authenticate("test-auditor", "test-auditor")
        record = self.url_open(f"/brand/draw/{draw.id}/draw.json").json()
        self.assertEqual((record["seed"], len(record["entries"])), (draw.seed, 6))
        self.authenticate(self.applicant.login, self.applicant.login)
        self.assertEqual(self.url_open(f"/brand/draw/{draw.id}/draw.json").status_code, 404)


@tagged("post_install", "-at_install")
class TestTwoDrawAtOnce(BaseCase):
    """Two real connections: one draw is made."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            draw = env["brand.draw"].create(
                {
                    "name": "并发抽取",
                    "witness": "见证人",
                    "count": 1,
                    "entry_ids": [
                        Command.create({"name": key, "key": key}) for key in ("甲", "乙", "丙")
                    ],
                }
            )
            draw.action_commit()
            self.draw_id = draw.id
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM brand_transition WHERE model = 'brand.draw' AND res_id = %s",
                [self.draw_id],
            )
            cr.execute("DELETE FROM brand_draw WHERE id = %s", [self.draw_id])

    def test_of_two_who_draw_at_once_one_is_told_to_reload(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            one = self._env(first)["brand.draw"].browse(self.draw_id)
            other = self._env(second)["brand.draw"].browse(self.draw_id)
            one.action_draw()
            with self.assertRaises(LockError):
                other.action_draw()
            second.rollback()
        with self.registry.cursor() as third:
            draw = self._env(third)["brand.draw"].browse(self.draw_id)
            self.assertEqual(draw.state, "drawn")
            with self.assertRaisesRegex(UserError, "Draw"):
                draw.action_draw()
            rows = draw.transition_ids.filtered(lambda row: row.step == "action_draw")
            self.assertEqual(len(rows), 1)
