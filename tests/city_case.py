"""What the years of Suzhou and Wuhan share: a city's pack, its rulings, its people and programme."""

from odoo.addons.brand_certification.tests.common import BrandCase


class CityCase(BrandCase):
    """A city of a pack. ``pack`` names it; ``today`` is the day on which its year begins."""

    pack = None

    @classmethod
    def _city(cls):
        return cls.env.ref(f"{cls.pack}.company")

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
