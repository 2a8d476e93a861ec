"""What the years of Suzhou and Wuhan share: a city's pack, its rulings, its people and programme."""

from odoo import Command

from odoo.addons.brand_certification.tests.common import BrandCase


class CityCase(BrandCase):
    """A city of a pack. ``pack`` names it; ``today`` is the day on which its year begins."""

    pack = None

    @classmethod
    def _city(cls):
        return cls.env.ref(f"{cls.pack}.company")

    @classmethod
    def _clear_the_city(cls):
        """What the pack has set is what these tests are about."""

    @classmethod
    def _assessor(cls, person, **vals):
        """Assessors have worked for longer than the years that are played."""
        return super()._assessor(person, **{"date_from": "2016-01-01", **vals})

    @classmethod
    def ref(cls, name):
        return cls.env.ref(f"{cls.pack}.{name}").with_env(cls.env)

    @classmethod
    def rule(cls, name, choice, date_from):
        """The manager answers one of the pack's open questions."""
        ruling = cls.ref(name)
        if ruling.is_ruled:  # the demo has ruled it already
            ruling = ruling.copy()
        ruling.with_user(cls.users["manager"]).write(
            {
                "choice": choice,
                "document_no": f"示例裁〔{date_from[:4]}〕{name[-2:]}号",
                "decided_by": "品牌认证推进工作组",
                "date_from": date_from,
            }
        )
        return ruling

    # -- departments -----------------------------------------------------------------------------

    @classmethod
    def enter_departments(cls):
        """Who draws lists up for the departments, and who signs them."""
        group = ["brand_certification.group_department"]
        cls.users["department"] = cls._user("department", group)
        cls.users["department2"] = cls._user("department2", group)
        cls.departments = cls.env["brand.department"].search([("company_id", "=", cls.company.id)])
        people = (cls.users["department"] | cls.users["department2"]).ids
        cls.departments.with_user(cls.users["manager"]).user_ids = [Command.set(people)]

    def recommendation(self, kind, program=None, lines=()):
        """A draft list of the department that leads a sector."""
        return (
            self.env["brand.recommendation"]
            .with_user(self.users["department"])
            .create(
                {
                    "program_id": (program or self.program).id,
                    "department_id": self.departments.filtered(f"lead_{kind}")[:1].id,
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )

    def send(self, row):
        row.action_propose()
        row.with_user(self.users["department2"]).action_sign()
        row.action_send()

    def all_clear(self, program=None):
        """Every department of the programme has been asked, and knows nothing against anybody."""
        program = program or self.program
        for department in program.joint_department_ids:
            check = (
                self.env["brand.joint.check"]
                .with_user(self.users["officer"])
                .create(
                    {
                        "program_id": program.id,
                        "department_id": department.id,
                        "date_cutoff": self.env["brand.workday"]._today(),
                    }
                )
            )
            check.action_fill()
            check.action_send()
            check.line_ids.with_user(self.users["department"]).action_reply_clear()

    @classmethod
    def open_for_year(cls, program, year):
        """The manager opens the year's window; the demo may have opened the programme before."""
        if program.state != "draft":
            program = program.browse(
                program.with_user(cls.users["manager"]).action_new_version()["res_id"]
            )
        program.with_user(cls.users["manager"]).write(
            {"window_from": f"{year}-01-01", "window_to": f"{year}-12-31"}
        )
        program.with_user(cls.users["manager"]).action_open()
        return program.with_env(cls.env)
