"""Builders for tests: a programme, the people of a city, and files in any state of their life."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase

PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

ROLES = {
    "officer": "group_officer",
    "reviewer": "group_reviewer",
    "approver": "group_approver",
    "manager": "group_manager",
    "auditor": "group_auditor",
    "district": "group_district",
}


class BrandCase(TransactionCase):
    """A Monday in March with an open programme, and one user for each role.

    Verbs bring an application as far as a test needs it, through the actions that users take.
    """

    today = "2024-03-04 02:00:00"  # 10:00 on a Monday in Shanghai

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(cls.today)
        cls.clock = clock.start()
        cls.addClassCleanup(clock.stop)
        cls.company = cls._city()
        context = {**cls.env.context, "tracking_disable": True, "lang": "en_US"}
        if cls.company != cls.env.company:
            context["allowed_company_ids"] = cls.company.ids
        cls.env = cls.env(context=context)
        cls._clear_the_city()
        cls.env["brand.workday"]._load_official_years()
        cls.district = cls.env["brand.district"].create({"name": "弋江区", "code": "340209T"})
        cls.users = cls._staff({r: [f"brand_certification.{group}"] for r, group in ROLES.items()})
        cls.users["district"].brand_district_ids = cls.district
        cls.body, cls.decider, cls.assessors = cls._body(
            "华东检验认证有限公司", "91340202MAXXT0013L"
        )
        cls.program = cls._program("TZ")
        cls.standard = cls._published_standard("T/WHZZ 001-2023", "工业机器人技术要求")
        cls.firm, cls.applicant = cls._enterprise("芜湖示例机器人有限公司", "91340202MAXX001030")

    @classmethod
    def _city(cls):
        """The city where the test plays; the test of a city pack names that of its pack."""
        return cls.env.company

    @classmethod
    def _clear_the_city(cls):
        """Whatever pack took the main company: its procedure is not what these tests are about."""
        procedures = cls.env["brand.standard.procedure"]
        procedures.search([("company_id", "=", cls.company.id)]).unlink()

    # -- people and organisations ----------------------------------------------------------------

    @classmethod
    def _user(cls, login, groups, partner=None):
        return cls._make_users({login: groups}, partner)

    @classmethod
    def _staff(cls, roles):
        """``{role: user}`` from ``{role: its groups}``, made in one go: a user alone costs as much as ten."""
        return dict(zip(roles, cls._make_users(roles), strict=True))

    @classmethod
    def _make_users(cls, logins, partner=None):
        """A user for each login with its groups; contacts of ``partner`` where it is given."""
        contacts = [{}] * len(logins)
        if partner:
            people = cls.env["res.partner"].create(
                [{"name": login, "parent_id": partner.id} for login in logins]
            )
            contacts = [{"partner_id": person.id} for person in people]
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": login,
                        "login": f"test-{login}",
                        "password": f"test-{login}",
                        "email": f"{login}@example.com",
                        "tz": "Asia/Shanghai",
                        "lang": "en_US",
                        "group_ids": [Command.set([cls.env.ref(name).id for name in groups])],
                        "company_id": cls.company.id,
                        "company_ids": [Command.set(cls.company.ids)],
                        **contact,
                    }
                    for (login, groups), contact in zip(logins.items(), contacts, strict=True)
                ]
            )
        )

    @classmethod
    def _enterprise(cls, name, code, **vals):
        """An enterprise with a portal user of its own: ``(partner, user)``."""
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_brand_enterprise": True,
                "uscc": code,
                "brand_district_id": cls.district.id,
                "company_id": cls.company.id,
                **vals,
            }
        )
        return partner, cls._user(f"e-{code}", ["brand_certification.group_enterprise"], partner)

    @classmethod
    def _body(cls, name, code):
        """A member of the alliance: ``(body, its decision maker, its three assessors)``."""
        partner = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "uscc": code, "uscc_reason": "licence seen"}
        )
        body = cls.env["brand.body"].create(
            {
                "partner_id": partner.id,
                "cnca_no": "CNCA-R-2021-001",
                "valid_to": "2030-12-31",
                "scope_ids": [Command.create({"date_to": "2030-12-31"})],
            }
        )
        body.with_user(cls.users["manager"]).action_admit()
        people = {f"b-{code}": ["brand_certification.group_body"]}
        for number in (1, 2, 3):
            people[f"a{number}-{code}"] = ["brand_certification.group_assessor"]
        users = cls._make_users(people, partner)
        decider, assessors = users[0], users[1:]
        for user in assessors:
            cls._assessor(user.partner_id, body_id=body.id)
        return body, decider, assessors

    @classmethod
    def _assessor(cls, person, **vals):
        """A person on the register: an assessor of ``body_id``, else an expert."""
        entry = cls.env["brand.assessor"].create(
            {
                "kind": "assessor" if vals.get("body_id") else "expert",
                "partner_id": person.id,
                "date_from": "2021-01-01",
                "declared_on": "2024-01-02",
                "qualification_ids": [Command.create({"name": "审核员", "date_to": "2030-12-31"})],
                **vals,
            }
        )
        entry.with_user(cls.users["officer"]).action_confirm()
        return entry

    # -- rules -----------------------------------------------------------------------------------

    @classmethod
    def _program_vals(cls, code, **vals):
        return {
            "name": "芜湖智造",
            "code": code,
            "date_from": date(2021, 12, 21),
            "date_to": date(2025, 12, 31),
            "window_from": date(2024, 1, 1),
            "window_to": date(2024, 12, 31),
            "number_pattern": code + "-{year}-{seq:04d}",
            "declaration_text": "所报材料真实有效。",
            "office_name": "市局受理窗口",
            "office_phone": "0553-0000001",
            "discipline_phone": "0553-0000002",
            "pass_mark": 80,
            "level_ids": [Command.create({"name": "国内领先", "code": "B"})],
            "document_type_ids": [
                Command.create({"name": "营业执照"}),
                Command.create({"name": "检验报告"}),
                Command.create({"name": "获奖证书", "required": False}),
            ],
            "criterion_ids": [
                Command.create({"name": "自主创新", "weight": 60, "maximum": 100, "pass_mark": 60}),
                Command.create({"name": "品质高端", "weight": 40, "maximum": 50}),
            ],
            **vals,
        }

    @classmethod
    def _program(cls, code, **vals):
        program = cls.env["brand.program"].create(cls._program_vals(code, **vals))
        program.with_user(cls.users["manager"]).action_open()
        return program

    @classmethod
    def _published_standard(cls, number, name):
        standard = cls.env["brand.standard"].create({"name": name, "number": number})
        as_manager = standard.with_user(cls.users["manager"])
        as_manager.action_draft_standard()
        as_manager.action_review()
        as_manager.action_publish()
        return standard

    # -- one application, as far as needed ---------------------------------------------------------

    def setUp(self):
        super().setUp()
        self.clock.move_to(self.today)

    def draft(self, product="六轴机器人", firm=None, applicant=None, program=None, **vals):
        firm, applicant = firm or self.firm, applicant or self.applicant
        program = program or self.program
        env = self.env(user=applicant)
        product = env["brand.product"].create({"name": product, "partner_id": firm.id})
        return env["brand.application"].create(
            {
                "program_id": program.id,
                "level_id": program.level_ids[:1].id,
                "partner_id": firm.id,
                "product_id": product.id,
                "standard_ids": [Command.set(self.standard.ids)],
                "contact_name": "联系人",
                "contact_phone": "0553-0000003",
                "advantage": "重复定位精度 0.02 mm。",
                "market_position": "国内市场占有率第三。",
                "quality_system": "已建立质量管理体系。",
                "declaration_accepted": True,
                "declared_by": "经办人",
                **vals,
            }
        )

    def complete_draft(self, *args, **kwargs):
        application = self.draft(*args, **kwargs)
        for document in application.document_ids.filtered("required"):
            document.write({"file": PDF, "filename": f"{document.name}.pdf"})
        return application

    def submitted(self, *args, **kwargs):
        application = self.complete_draft(*args, **kwargs)
        application.action_submit()
        return application.with_env(self.env)

    def accepted(self, *args, **kwargs):
        application = self.submitted(*args, **kwargs)
        by_officer = application.with_user(self.users["officer"])
        by_officer.body_id = self.body
        by_officer.action_accept()
        return application

    def appointed(self, *args, **kwargs):
        application = self.accepted(*args, **kwargs)
        count = application.program_id.assessor_count
        self.env["brand.evaluation"].with_user(self.decider).action_appoint(
            application.id, self.assessors[:count].ids
        )
        return application

    def score(self, evaluation, *scores):
        """The appointed assessor declares, scores each criterion and finishes."""
        by_assessor = evaluation.with_user(evaluation.user_id)
        by_assessor.action_declare()
        for line, score in zip(by_assessor.line_ids, scores, strict=True):
            line.write({"score": score, "evidence": "见检验报告"})
        by_assessor.action_finish()

    def scored(self, *args, scores=(90, 45), **kwargs):
        application = self.appointed(*args, **kwargs)
        for evaluation in application.evaluation_ids:
            self.score(evaluation, *scores)
        return application

    def evaluated(self, *args, **kwargs):
        application = self.scored(*args, **kwargs)
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "granted"
        )
        return application

    def notice_of(self, *applications):
        """A published notice that lists ``applications``."""
        env = self.env(user=self.users["reviewer"])
        notice = env["brand.notice"].create(
            {"name": "公示", "program_id": applications[0].program_id.id}
        )
        notice._add_subjects(env["brand.application"].union(*applications))
        notice.action_publish()
        return notice

    def let_notice_end(self, notice):
        self.clock.move_to(f"{notice.date_end} 16:00:01")  # one second past 24:00 in Shanghai
        notice.action_close()

    def objection_to(self, line, **vals):
        """An objection by letter, in a real name, that the officer has entered."""
        return (
            self.env["brand.objection"]
            .with_user(self.users["officer"])
            .create(
                {
                    "line_id": line.id,
                    "objector_name": "某公司",
                    "objector_number": "34020219900101001X",
                    "text": "专利有争议",
                    **vals,
                }
            )
        )

    def inquired(self, objection, statement="情况说明"):
        """Looked into by two uninvolved people, the applicant heard, findings written down."""
        by_officer = objection.with_user(self.users["officer"])
        by_officer.action_investigate()
        by_officer.investigator_ids = self.users["auditor"] | self.users["district"]
        hearing = by_officer.action_ask_hearing("有人认为该产品的专利存在争议,请说明。")
        hearing.with_user(self.applicant).action_state(statement)
        by_officer.finding = "经核实"
        return objection

    def noticed(self, *args, **kwargs):
        application = self.evaluated(*args, **kwargs)
        self.let_notice_end(self.notice_of(application))
        return application

    def grade_decision(self, *applications, **vals):
        return (
            self.env["brand.decision"]
            .with_user(self.users["reviewer"])
            .create(
                {
                    "name": "审定",
                    "program_id": applications[0].program_id.id,
                    "line_ids": [
                        Command.create({"application_id": a.id, "result": "granted"})
                        for a in applications
                    ],
                    **vals,
                }
            )
        )

    def decided(self, *args, **kwargs):
        application = self.noticed(*args, **kwargs)
        decision = self.grade_decision(application)
        decision.with_user(self.users["approver"]).action_take(document_no="芜市监〔2024〕1号")
        return application

    def certified(self, *args, **kwargs):
        application = self.decided(*args, **kwargs)
        application.with_user(self.users["officer"]).action_certify()
        return application

    # -- what befalls certificates -----------------------------------------------------------------

    def asked(self, certificate, kind="restore", user=None, **vals):
        """A request on ``certificate``, put to who decides on it by its holder (or ``user``)."""
        holders = certificate.sudo().partner_id.user_ids | certificate.partner_id.child_ids.user_ids
        request = (
            self.env["brand.certificate.request"]
            .with_user(user or holders[:1])
            .create(
                {
                    "certificate_id": certificate.id,
                    "kind": kind,
                    "reason": "见所附材料",
                    "file_ids": [Command.create({"file": PDF, "filename": "证明材料.pdf"})],
                    **vals,
                }
            )
        )
        request.action_submit()
        return request.with_env(self.env)

    def restored(self, certificate, reason="已整改"):
        """A suspended certificate restored as it should be: verified by one, decided by another."""
        has_body = bool(certificate.body_id)
        request = self.asked(certificate)
        verifier = self.assessors[0] if has_body else self.users["officer"]
        request.with_user(verifier).action_verify("现场复查合格")
        decider = self.decider if has_body else self.users["reviewer"]
        request.with_user(decider).action_grant(reason)
