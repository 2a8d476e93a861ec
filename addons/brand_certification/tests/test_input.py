"""What a client sends past the forms: readonly fields, numbers that are none, files by the back door."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import PDF, BrandCase

OURS = ("brand_certification", "brand_awards")


@tagged("post_install", "-at_install")
class TestInput(BrandCase):
    def _rpc(self, user, records, method, *args, **kwargs):
        context = kwargs.pop("context", {})
        model = records.with_env(self.env(user=user, context={**self.env.context, **context}))
        ids = [records.ids] if records.ids else []
        return call_kw(model.browse(), method, [*ids, *args], kwargs)

    def test_every_model_that_clients_write_keeps_its_readonly_fields(self):
        guard = self.env.registry["brand.input.mixin"]
        kept = self.env.registry["brand.append.only.mixin"]
        open_models = []
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or model._original_module not in OURS:
                continue
            domain = [("model_id.model", "=", name), ("perm_write", "=", True)]
            if not self.env["ir.model.access"].search_count(domain, limit=1):
                continue
            readonly = {
                field.name
                for field in model._fields.values()
                if field.store and field.readonly and field.name not in MAGIC_COLUMNS
            }
            if readonly and not issubclass(model, (guard, kept)):
                open_models.append(name)
        # a qualification's only readonly field is the day of its reminder
        self.assertEqual(open_models, ["brand.assessor.qualification"])

    def test_a_stored_related_or_computed_field_is_not_written_by_a_client(self):
        application = self.submitted()
        other = self.env["brand.district"].create({"name": "镜湖区"})
        with self.assertRaises(AccessError):
            self._rpc(self.users["officer"], application, "write", {"district_id": other.id})
        for method in ("write", "web_save"):
            more = {"specification": {}} if method == "web_save" else {}
            with self.assertRaises(AccessError):
                self._rpc(self.applicant, application, method, {"access_token": "mine"}, **more)
        draft = self.draft("减速机")
        with self.assertRaises(AccessError):
            self._rpc(self.applicant, draft, "write", {"district_id": other.id})
        self.assertEqual(draft.district_id, self.district)

    def test_a_record_is_made_for_ones_own_city_only(self):
        elsewhere = self.env["res.company"].create({"name": "另一城市"})
        draws, manager = self.env["brand.draw"], self.users["manager"]
        own = self._rpc(
            manager,
            draws,
            "create",
            {"name": "抽签", "kind": "panel", "company_id": self.company.id},
        )
        with self.assertRaises(AccessError):
            self._rpc(
                manager,
                draws,
                "create",
                {"name": "抽签", "kind": "panel", "company_id": elsewhere.id},
            )
        with self.assertRaises(AccessError):
            self._rpc(manager, draws.browse(own), "write", {"company_id": elsewhere.id})

    def test_a_default_in_the_context_sets_no_readonly_field_either(self):
        other = self.env["brand.district"].create({"name": "镜湖区"})
        product = self._rpc(
            self.applicant,
            self.env["brand.product"],
            "create",
            {"name": "新产品", "partner_id": self.firm.id},
            context={"default_district_id": other.id},
        )
        self.assertEqual(self.env["brand.product"].browse(product).district_id, self.district)

    def test_what_is_no_number_is_refused(self):
        program = self.program.copy({"code": "NAN"})
        for number in (float("nan"), float("inf"), float("-inf")):
            with self.assertRaises(ValidationError):
                self._rpc(self.users["manager"], program, "write", {"pass_mark": number})
            with self.assertRaises(ValidationError):
                self._rpc(
                    self.users["manager"],
                    program,
                    "write",
                    {"level_ids": [Command.create({"name": "X", "pass_mark": number})]},
                )

    def test_a_taken_decision_keeps_its_subject_and_its_number(self):
        decision = self.grade_decision(self.noticed())
        decision.with_user(self.users["approver"]).action_take(document_no="芜政〔2024〕8号")
        for vals in ({"document_no": "芜政〔2024〕9号"}, {"name": "另一批"}):
            with self.assertRaises(UserError):
                self._rpc(self.users["reviewer"], decision, "write", vals)
        self.assertEqual(decision.document_no, "芜政〔2024〕8号")

    def test_a_notice_lists_files_of_its_own_city_only(self):
        city = self.env["res.company"].create({"name": "另一城市"})
        foreign = self.program.sudo().copy({"code": "ELSEWHERE", "company_id": city.id})
        application = (
            self.env["brand.application"]
            .sudo()
            .create({"program_id": foreign.id, "partner_id": self.firm.id})
        )
        notice = self.env["brand.notice"].with_user(self.users["reviewer"])
        notice = notice.create({"name": "公示", "program_id": self.program.id})
        for model, record in (
            ("brand.application", application),
            ("res.partner", self.firm),
            ("no.model", self.firm),
        ):
            with self.assertRaises(ValidationError, msg=model):
                self._rpc(
                    self.users["reviewer"],
                    notice,
                    "write",
                    {
                        "line_ids": [
                            Command.create(
                                {
                                    "model": model,
                                    "res_id": record.id,
                                    "name": "某产品",
                                    "holder": "某公司",
                                }
                            )
                        ]
                    },
                )


@tagged("post_install", "-at_install")
class TestFilesOfRecords(BrandCase):
    """Odoo lets a record's writer write its attachments too; ours are written by their record."""

    def setUp(self):
        super().setUp()
        self.manager = self.users["manager"]
        self.rule = (
            self.env["brand.regulation"]
            .with_user(self.manager)
            .create(
                {
                    "name": "标志管理办法",
                    "kind": "mark",
                    "document_no": "芜市监〔2024〕1号",
                    "valid_from": "2024-03-01",
                    "program_ids": [Command.set(self.program.ids)],
                    "file": PDF,
                    "filename": "办法.pdf",
                }
            )
        )
        self.attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "brand.regulation"),
                    ("res_field", "=", "file"),
                    ("res_id", "=", self.rule.id),
                ]
            )
        )

    def test_the_file_of_a_field_is_neither_changed_nor_moved_nor_deleted(self):
        attachment = self.attachment.with_user(self.manager)
        self.assertEqual(attachment.raw, base64.b64decode(PDF))
        for vals in (
            {"raw": b"another text"},
            {"datas": base64.b64encode(b"another text")},
            {"res_id": 0},
            {"res_field": False},
            {"name": "x"},
        ):
            with self.assertRaises(AccessError, msg=str(vals)):
                attachment.write(vals)
        with self.assertRaises(AccessError):
            attachment.unlink()
        self.assertEqual(self.attachment.raw, base64.b64decode(PDF))

    def test_no_second_file_is_slipped_into_a_field(self):
        Attachment = self.env["ir.attachment"].with_user(self.manager)
        place = {"res_model": "brand.regulation", "res_id": self.rule.id}
        with self.assertRaises(AccessError):
            Attachment.create({"name": "x", "raw": b"x", "res_field": "file", **place})
        free = Attachment.create({"name": "x", "raw": b"x"})
        with self.assertRaises(AccessError):
            free.write({"res_field": "file", **place})

    def test_what_was_added_to_a_record_stays_and_the_form_goes_on_working(self):
        Attachment = self.env["ir.attachment"].with_user(self.manager)
        place = {"res_model": "brand.regulation", "res_id": self.rule.id}
        added = Attachment.create({"name": "附件", "raw": b"x", **place})
        with self.assertRaises(AccessError):
            added.write({"raw": b"y"})
        with self.assertRaises(AccessError):
            added.unlink()
        self.rule.with_user(self.manager).write({"file": PDF, "filename": "新.pdf"})
        self.assertEqual(self.rule.filename, "新.pdf")
        waiting = Attachment.create({"name": "草稿", "raw": b"x"})
        waiting.unlink()
        self.assertFalse(waiting.exists())


@tagged("post_install", "-at_install")
class TestMessages(BrandCase):
    """What is written on a file is said in one's own name, and stays."""

    def test_nobody_writes_in_the_name_of_another(self):
        application = self.submitted()
        officer, auditor = self.users["officer"], self.users["auditor"]
        for user in (officer, auditor):
            file = application.with_user(user)
            another = (officer | auditor) - user
            for author in (another.partner_id.id, False):
                with self.assertRaises(AccessError):
                    file.message_post(body="x", author_id=author, email_from="x@example.com")
                with self.assertRaises(AccessError):
                    self.env["mail.message"].with_user(user).create(
                        {
                            "model": application._name,
                            "res_id": application.id,
                            "body": "x",
                            "author_id": author,
                        }
                    )

    def test_what_others_wrote_is_neither_changed_nor_deleted(self):
        application = self.submitted()
        officer = self.users["officer"]
        told = application.with_user(self.users["reviewer"]).message_post(body="请补充材料")
        message = told.with_user(officer)
        for vals in ({"body": "x"}, {"author_id": officer.partner_id.id}, {"res_id": 0}):
            with self.assertRaises(AccessError):
                message.write(vals)
        with self.assertRaises(AccessError):
            message.unlink()
        with self.assertRaises(AccessError):
            told.write({"date": "2020-01-01 00:00:00"})
        told.write({"body": "请补充两份材料"})
        self.assertIn("两份", told.body)


@tagged("post_install", "-at_install")
class TestLineage(BrandCase):
    def test_a_link_between_enterprises_is_not_taken_away_in_silence(self):
        before, _user = self._enterprise("芜湖前身有限公司", "91340202MAXXT0013L")
        officer, manager = self.users["officer"], self.users["manager"]
        self.firm.with_user(officer).write({"predecessor_ids": [Command.link(before.id)]})
        self.assertIn("芜湖前身有限公司", self.firm.message_ids[0].body)
        for commands in ([Command.unlink(before.id)], [Command.clear()], [Command.set([])]):
            with self.assertRaises(AccessError):
                self.firm.with_user(officer).write({"predecessor_ids": commands})
        with self.assertRaises(AccessError):
            before.with_user(officer).write({"successor_ids": [Command.clear()]})
        self.firm.with_user(manager).write({"predecessor_ids": [Command.clear()]})
        self.assertFalse(self.firm.predecessor_ids)
        self.assertEqual(self.firm.message_ids[0].author_id, manager.partner_id)
