"""A city that no pack knows, set up and used through the methods that any client may call.

No record is touched but by ``call_kw``, which refuses private methods, as the user whose step it is.
"""

import base64
import re

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
PDF = PDF.decode()
CITY = "云溪市市场监督管理局"


@tagged("post_install", "-at_install")
class TestUnknownCity(HttpCase):
    today = "2024-03-04 02:00:00"  # 10:00 on a Monday in Shanghai

    def setUp(self):
        super().setUp()
        clock = freeze_time(self.today)
        self.clock = clock.start()
        self.addCleanup(clock.stop)
        self.users = {"admin": self.env.ref("base.user_admin").id}

    # -- a client ----------------------------------------------------------------------------------

    def call(self, who, model, method, *args, **kwargs):
        """What a client gets that calls ``method`` as ``who``."""
        records = self.env(user=self.users[who], context={"lang": "en_US"})[model]
        return call_kw(records, method, list(args), kwargs)

    def create(self, who, model, **vals):
        """The form's way: defaults first, then what was entered."""
        fields = self.call(who, model, "fields_get", [], ["readonly"])
        editable = [name for name, field in fields.items() if not field["readonly"]]
        defaults = self.call(who, model, "default_get", editable)
        return self.call(who, model, "create", [{**defaults, **vals}])[0]

    def read(self, who, model, record, *fields):
        (values,) = self.call(who, model, "read", [record], list(fields))
        return values[fields[0]] if len(fields) == 1 else tuple(values[f] for f in fields)

    def search(self, who, model, *domain):
        return self.call(who, model, "search", list(domain))

    def group(self, name):
        module, _dot, name = name.rpartition(".")
        domain = [("module", "=", module or "brand_certification"), ("name", "=", name)]
        (row,) = self.call("admin", "ir.model.data", "search_read", domain, ["res_id"])
        return row["res_id"]

    def user(self, who, *groups, partner=None):
        vals = {
            "name": who,
            "login": f"yunxi-{who}",
            "email": f"{who}@example.com",
            "company_id": self.city,
            "company_ids": [Command.set([self.city])],
            "group_ids": [Command.set([self.group(g) for g in groups])],
        }
        if partner:
            vals["partner_id"] = self.call(
                "admin", "res.partner", "create", [{"name": who, "parent_id": partner}]
            )[0]
        self.users[who] = self.call("admin", "res.users", "create", [vals])[0]

    # -- a city's first days -------------------------------------------------------------------------

    def found_city(self):
        self.city = self.call("admin", "res.company", "create", [{"name": CITY}])[0]
        for role in ("manager", "officer", "reviewer", "approver"):
            self.user(role, f"group_{role}")
        self.district = self.create("manager", "brand.district", name="云溪新区")

    def configure_programme(self):
        """By the guided setup: a name, then part by part until nothing is missing."""
        program = self.create(
            "manager",
            "brand.program",
            name="云溪优品",
            code="YXYP",
            date_from="2024-01-01",
            date_to="2026-12-31",
        )
        parts = {
            "scope": {
                "window_from": "2024-01-01",
                "window_to": "2024-12-31",
                "scope_service": True,
            },
            "levels": {
                "level_ids": [
                    Command.create({"name": "优品", "code": "A", "sequence": 1}),
                    Command.create({"name": "臻品", "code": "Z", "sequence": 2, "target_count": 5}),
                ],
                "share_ids": [
                    Command.create({"sector": "service", "percent": 5, "scope": "program"})
                ],
            },
            "criteria": {
                "criterion_ids": [
                    Command.create(
                        {
                            "name": "品质",
                            "weight": 70,
                            "maximum": 100,
                            "is_veto": True,
                            "pass_mark": 60,
                        }
                    ),
                    Command.create({"name": "口碑", "weight": 30, "maximum": 10}),
                ]
            },
            "documents": {
                "document_type_ids": [
                    Command.create(
                        {"name": "申报书", "template": PDF, "template_name": "申报书.pdf"}
                    )
                ]
            },
            "texts": {
                "declaration_text": "所报材料真实有效。",
                "office_name": "质量发展科",
                "office_phone": "000-0000001",
                "discipline_phone": "000-0000002",
            },
        }
        for _turn in range(len(parts)):
            action = self.call("manager", "brand.program", "action_continue_setup", [program])
            part = action["context"]["brand_part"]
            self.call("manager", "brand.program", "write", [program], parts.pop(part))
        self.assertEqual(self.read("manager", "brand.program", program, "missing_text"), False)
        self.call(
            "manager",
            "brand.program",
            "write",
            [program],
            {
                "number_pattern": "YX{level}-{year}-{seq:03d}",
                "notice_timing": "after",
                "evaluation_days": 15,
            },
        )
        rows = self.search(
            "manager",
            "brand.program.step",
            ("program_id", "=", program),
            ("key", "=", "government"),
        )
        self.call(
            "manager", "brand.program.step", "write", rows, {"decider": "committee", "days": 7}
        )
        self.assertEqual(
            self.read("manager", "brand.program", program, "number_example"), "YXA-2024-001"
        )
        with self.assertRaisesRegex(ValidationError, "comes after"):
            self.call("manager", "brand.program.step", "write", rows, {"sequence": 1})
        self.call("manager", "brand.program", "action_open", [program])
        with self.assertRaises(UserError):
            self.call("manager", "brand.program.step", "write", rows, {"days": 1})
        return program

    def admit_body(self):
        partner = self.create(
            "manager",
            "res.partner",
            name="云溪示例认证有限公司",
            is_company=True,
            uscc="91340202MAXXT0013L",
            company_id=self.city,
        )
        body = self.create(
            "manager",
            "brand.body",
            partner_id=partner,
            cnca_no="CNCA-R-2020-009",
            valid_to="2030-12-31",
            scope_ids=[Command.create({"date_to": "2030-12-31"})],
        )
        self.call("manager", "brand.body", "action_admit", [body])
        self.user("decider", "group_body", partner=partner)
        self.user("assessor", "group_assessor", partner=partner)
        person = self.read("admin", "res.users", self.users["assessor"], "partner_id")[0]
        entry = self.create(
            "manager",
            "brand.assessor",
            kind="assessor",
            partner_id=person,
            body_id=body,
            date_from="2021-01-01",
            declared_on="2024-01-02",
            qualification_ids=[Command.create({"name": "审核员", "date_to": "2030-12-31"})],
        )
        self.call("officer", "brand.assessor", "action_confirm", [entry])
        return body

    def publish_standard(self):
        standard = self.create(
            "manager", "brand.standard", name="优品通用要求", number="T/YXYP 001-2024"
        )
        for step in ("action_draft_standard", "action_review", "action_publish"):
            self.call("manager", "brand.standard", step, [standard])
        return standard

    # -- one product, from the application to the public page ------------------------------------------

    def apply(self, program, standard):
        firm = self.create(
            "officer",
            "res.partner",
            name="云溪示例茶业有限公司",
            is_company=True,
            is_brand_enterprise=True,
            uscc="91340202MAXX001030",
            brand_district_id=self.district,
            company_id=self.city,
        )
        self.user("firm", "group_enterprise", partner=firm)
        product = self.create(
            "firm", "brand.product", name="云雾茶饮服务", kind="service", partner_id=firm
        )
        level = self.search(
            "firm", "brand.program.level", ("program_id", "=", program), ("code", "=", "Z")
        )
        application = self.create(
            "firm",
            "brand.application",
            program_id=program,
            partner_id=firm,
            product_id=product,
            level_id=level[0],
            standard_ids=[Command.set([standard])],
            contact_name="联系人",
            contact_phone="000-0000003",
            advantage="现制现售。",
            market_position="全市前三。",
            quality_system="已建立质量管理体系。",
            declaration_accepted=True,
            declared_by="经办人",
        )
        papers = self.search(
            "firm", "brand.application.document", ("application_id", "=", application)
        )
        self.call(
            "firm",
            "brand.application.document",
            "write",
            papers,
            {"file": PDF, "filename": "申报书.pdf"},
        )
        self.call("firm", "brand.application", "action_submit", [application])
        return application

    def certify_by_body(self, application, body):
        self.call("officer", "brand.application", "write", [application], {"body_id": body})
        self.call("officer", "brand.application", "action_accept", [application])
        self.assertEqual(self.read("officer", "brand.application", application, "due_days"), 15)
        self.call(
            "decider", "brand.evaluation", "action_appoint", application, [self.users["assessor"]]
        )
        (evaluation,) = self.search(
            "assessor", "brand.evaluation", ("application_id", "=", application)
        )
        self.call("assessor", "brand.evaluation", "action_declare", [evaluation])
        lines = self.search("assessor", "brand.evaluation.line", ("evaluation_id", "=", evaluation))
        for line in lines:
            best = self.read("assessor", "brand.evaluation.line", line, "maximum")
            self.call(
                "assessor",
                "brand.evaluation.line",
                "write",
                [line],
                {"score": 0.9 * best, "evidence": "见材料"},
            )
        self.call("assessor", "brand.evaluation", "action_finish", [evaluation])
        self.call(
            "decider", "brand.decision", "action_decide_certification", application, "granted"
        )

    def decide_grade(self, program):
        decision = self.create("reviewer", "brand.decision", name="第一次审定", program_id=program)
        self.call("reviewer", "brand.decision", "action_load_candidates", [decision])
        self.call(
            "approver", "brand.decision", "action_take", [decision], document_no="云市监〔2024〕1号"
        )

    def announce(self, program):
        notice = self.create("reviewer", "brand.notice", name="云溪优品公示", program_id=program)
        self.call("reviewer", "brand.notice", "action_load_candidates", [notice])
        self.call("reviewer", "brand.notice", "action_publish", [notice])
        end = self.read("reviewer", "brand.notice", notice, "date_end")
        self.clock.move_to(f"{end} 16:00:01")  # one second past 24:00 in Shanghai
        self.call("reviewer", "brand.notice", "action_close", [notice])

    def test_a_new_city_certifies_a_product_without_any_code(self):
        self.found_city()
        program = self.configure_programme()
        body, standard = self.admit_body(), self.publish_standard()

        application = self.apply(program, standard)
        self.certify_by_body(application, body)
        self.decide_grade(program)
        with self.assertRaisesRegex(UserError, "has not been announced yet"):
            self.call("officer", "brand.application", "action_certify", [application])
        self.announce(program)
        self.call("officer", "brand.application", "action_certify", [application])

        certificate = self.read("officer", "brand.application", application, "certificate_id")[0]
        number = self.read("officer", "brand.certificate", certificate, "number")
        self.assertEqual(number, "YXZ-2024-001")
        page = self.url_open(f"/brand/verify?q={number}", headers={"Accept-Language": "zh-CN"}).text
        answer = re.search(r'class="o_brand_word">\s*([^<]+?)\s*<', page)
        self.assertEqual(answer and answer[1], "有效" if 'lang="zh-CN"' in page else "Valid")
        self.assertIn("云雾茶饮服务", page)
        self.assertIn(CITY, page)
