"""Targets: goals of city, programme and district; figures counted from records or entered."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import BrandCase


@tagged("post_install", "-at_install")
class TestTarget(BrandCase):
    def target(self, **vals):
        return (
            self.env["brand.target"]
            .with_user(self.users["manager"])
            .create(
                {
                    "name": "认证产品",
                    "year": "2024",
                    "goal": 2,
                    "program_id": self.program.id,
                    **vals,
                }
            )
        )

    def test_certificates_are_counted_and_open_their_records(self):
        target, level = self.target(), self.target(level_code="A")
        other = self.env["brand.district"].create({"name": "镜湖区"})
        here, there = self.target(district_id=self.district.id), self.target(district_id=other.id)
        certificate = self.certified().certificate_id
        (target | level | here | there).action_count()

        self.assertEqual(
            [(t.actual, t.shortfall, t.reached) for t in (target, level, here, there)],
            [(1, 1, 50), (0, 2, 0), (1, 1, 50), (0, 2, 0)],
        )
        action = here.action_view_records()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), certificate)

    def test_new_in_the_year_in_all_and_valid_at_the_end_differ(self):
        self.certified()
        year = self.target(year="2025")
        since = self.target(year="2025", measure="since", since="2021-01-01")
        stock = self.target(year="2025", measure="stock")
        past = self.target(year="2028", measure="stock")

        self.assertEqual([t.actual for t in (year, since, stock, past)], [0, 1, 1, 1])
        self.assertEqual((year.previous, year.trend), (1, -1))
        self.clock.move_to("2028-01-03 02:00:00")
        past.action_count()
        self.assertEqual(past.actual, 0)

    def test_one_product_counts_once_and_a_withdrawn_certificate_not_at_all(self):
        certificate = self.certified().certificate_id
        target = self.target(indicator="products")
        self.assertEqual(target.actual, 1)

        self.env.cr.execute(
            "UPDATE brand_certificate SET state = 'withdrawn' WHERE id = %s", certificate.ids
        )
        certificate.invalidate_recordset()
        target.action_count()
        self.assertEqual((target.actual, target.state), (0, "running"))

    def test_applications_and_standards(self):
        applications = self.target(indicator="applications", sector="product")
        standards = self.target(
            name="产业标准",
            indicator="standards",
            program_id=False,
            goal=20,
            standard_level="group",
        )
        self.draft("草稿不算")
        self.submitted()
        (applications | standards).action_count()

        self.assertEqual(applications.actual, 1)
        in_year = self.env["brand.standard"].search_count(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "published"),
                ("level", "=", "group"),
                ("date_published", ">=", "2024-01-01"),
                ("date_published", "<=", "2024-12-31"),
            ]
        )
        self.assertEqual(standards.actual, in_year)

    def test_an_entered_figure_has_its_source_and_is_compared_with_the_year_before(self):
        with self.assertRaisesRegex(ValidationError, "needs its source"):
            self.target(indicator="entered", entered_value=30)
        self.target(
            name="质量标杆",
            year="2023",
            indicator="entered",
            entered_value=20,
            entered_source="年报",
        )
        target = self.target(
            name="质量标杆",
            indicator="entered",
            entered_value=30,
            entered_source="市局年报2024",
            goal=40,
        )

        self.assertEqual((target.actual, target.trend, target.shortfall), (30, 10, 10))
        with self.assertRaisesRegex(UserError, "市局年报2024"):
            target.action_view_records()

    def test_standards_have_no_district_and_years_four_digits(self):
        with self.assertRaisesRegex(ValidationError, "have no district"):
            self.target(indicator="standards", program_id=False, district_id=self.district.id)
        with self.assertRaisesRegex(ValidationError, "four digits"):
            self.target(year="24")

    def test_figures_are_not_written_by_roles_that_only_read(self):
        target = self.target()

        with self.assertRaises(AccessError):
            call_kw(target.with_user(self.users["officer"]), "write", [target.ids, {"goal": 1}], {})
        with self.assertRaises(AccessError):
            call_kw(target, "write", [target.ids, {"actual": 99}], {})
        target.action_count()
        self.assertEqual(target.actual, 0)

    def test_a_district_officer_sees_goals_of_the_city_and_the_own_district(self):
        other = self.env["brand.district"].create({"name": "镜湖区"})
        own = self.target(district_id=self.district.id) | self.target()
        elsewhere = self.target(district_id=other.id)

        seen = self.env["brand.target"].with_user(self.users["district"]).search([])
        self.assertEqual(seen & (own | elsewhere), own)

    def test_a_scoreboard_of_districts_costs_the_same_for_one_and_for_many(self):
        def queries(targets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            targets._count()
            return self.cr.sql_log_count - before

        districts = self.env["brand.district"].create(
            [{"name": f"区{number}"} for number in range(12)]
        )
        targets = self.env["brand.target"].union(
            *(self.target(district_id=district.id) for district in districts)
        )

        self.assertEqual(queries(targets[:1]), queries(targets))
