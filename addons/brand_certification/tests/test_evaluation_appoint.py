"""Who may be appointed: ties known from data, terms, and panels by draw."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install")
class TestConflictsFromData(EvaluationCase):
    def relate(self, person, other, kind, **vals):
        return self.env["brand.relation"].create(
            {
                "partner_id": person.id,
                "other_id": other.id,
                "kind": kind,
                "source": "企业信用信息公示系统",
                **vals,
            }
        )

    def test_a_recorded_tie_refuses_and_an_old_one_asks_for_a_reason(self):
        application = self.accepted()
        tied, formerly, free = self.assessors
        self.relate(tied.partner_id, self.firm, "consultancy", date_to="2022-03-04")
        self.relate(formerly.partner_id, self.firm, "employment", date_to="2022-03-03")
        with self.assertRaisesRegex(ValidationError, "Consultancy with 芜湖示例"):
            self.appoint(application, tied, reasons={str(tied.id): "无人可替"})
        with self.assertRaisesRegex(UserError, "Give a reason"):
            self.appoint(application, formerly)
        self.assertFalse(application.evaluation_ids)
        self.appoint(application, formerly, reasons={str(formerly.id): "已离职两年以上"})
        evaluation = application.evaluation_ids
        self.assertEqual(evaluation.appointment_reason, "已离职两年以上")
        self.assertIn("Earlier Employment", evaluation.suspected)
        self.assertFalse(self.env["brand.evaluation"]._suspected(application, free)[free.id])

    def test_relatives_groups_and_the_body_s_own_house(self):
        application = self.accepted()
        sister = self.env["res.partner"].create({"name": "同集团公司", "is_company": True})
        self.relate(sister, self.firm, "group")
        child = self.env["res.partner"].create({"name": "家属", "parent_id": self.firm.id})
        first, second, third = self.assessors
        self.relate(first.partner_id, child, "family")
        self.relate(second.partner_id, sister, "consultancy")
        suspected = self.env["brand.evaluation"]._suspected(application, self.assessors)
        told = {user: [(s.code, s.level) for s in suspected[user.id]] for user in self.assessors}
        self.assertEqual(told[first], [("tie", "hard")])
        self.assertEqual(told[second], [("group_tie", "soft")])
        self.assertEqual(told[third], [])
        house = self.env["res.partner"].create({"name": "机构的咨询公司", "is_company": True})
        self.relate(house, self.body.partner_id, "group")
        self.relate(house, self.firm, "consultancy", date_to="2024-01-31")
        with self.assertRaisesRegex(ValidationError, "of the certification body"):
            self.appoint(application, third)

    def test_an_assessor_of_three_years_in_a_row_asks_for_a_reason(self):
        first = self.assessors[0]
        for year in (2021, 2022, 2023):
            self.scored(f"产品{year}").sudo().accepted_on = f"{year}-06-01"
        application = self.accepted("新产品")
        with self.assertRaisesRegex(UserError, "in 3 years in a row"):
            self.appoint(application, first)
        self.appoint(application, self.assessors[1])
        self.assertEqual(application.state, "evaluating")

    def test_the_number_of_queries_does_not_grow_with_candidates(self):
        application = self.accepted()
        evaluations = self.env["brand.evaluation"]

        def count(users):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            evaluations._suspected(application, users)
            return self.env.cr.sql_log_count - before

        self.relate(self.assessors[0].partner_id, self.firm, "employment")
        count(self.assessors)
        self.assertEqual(count(self.assessors[:2]), count(self.assessors))

    @mute_logger("odoo.sql_db")
    def test_one_lead_in_each_round(self):
        application = self.two("ONE")
        second = application.evaluation_ids.sorted("id")[1]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            second.sudo().is_lead = True
            second.flush_recordset()


@tagged("post_install", "-at_install")
class TestPanelByDraw(EvaluationCase):
    def expert(self, number):
        employer = self.env["res.partner"].create({"name": f"高校{number}", "is_company": True})
        user = self._user(f"x{number}", ["brand_certification.group_assessor"], employer)
        self._assessor(user.partner_id)
        return user

    def drawn(self, application, experts):
        draw = (
            self.env["brand.draw"]
            .create(
                {
                    "name": "专家抽取",
                    "program_id": application.program_id.id,
                    "reference": f"brand.application,{application.id}",
                    "count": 1,
                    "reserve_count": 0,
                    "entry_ids": [
                        Command.create(
                            {
                                "key": f"ZJ-{user.id}",
                                "name": user.name,
                                "partner_id": user.partner_id.id,
                                "user_id": user.id,
                            }
                        )
                        for user in experts
                    ],
                }
            )
            .with_user(self.users["officer"])
        )
        draw.action_commit()
        draw.write({"witness": "纪检", "word": "今日天气"})
        draw.action_draw()
        return draw

    def test_seats_of_the_panel_are_filled_by_the_draw(self):
        program = self._program("DR", assessor_count=3, expert_count=1)
        application = self.accepted(program=program)
        with self.assertRaisesRegex(UserError, "experts by draw"):
            self.appoint(application, self.assessors)
        self.appoint(application, self.assessors[:2])
        draw = self.drawn(application, [self.expert(1), self.expert(2)])
        self.rpc(self.decider, "brand.evaluation", "action_appoint_drawn", application.id, draw.id)
        evaluation = application.evaluation_ids.filtered("draw_id")
        self.assertEqual(evaluation.user_id, draw._drawn_users())
        self.assertEqual((evaluation.draw_id, len(application.evaluation_ids)), (draw, 3))

    def test_a_draw_for_another_case_appoints_nobody(self):
        program = self._program("DR", assessor_count=2, expert_count=1)
        application, other = self.accepted(program=program), self.accepted("别的", program=program)
        draw = self.drawn(other, [self.expert(1)])
        with self.assertRaisesRegex(UserError, "No finished draw"):
            self.rpc(
                self.decider, "brand.evaluation", "action_appoint_drawn", application.id, draw.id
            )

    def test_a_drawn_expert_of_the_enterprise_is_refused_too(self):
        program = self._program("DR", assessor_count=2, expert_count=1)
        application = self.accepted(program=program)
        expert = self.expert(1)
        expert.partner_id.parent_id = self.firm
        draw = self.drawn(application, [expert])
        with self.assertRaisesRegex(ValidationError, "cannot be appointed"):
            self.rpc(
                self.decider, "brand.evaluation", "action_appoint_drawn", application.id, draw.id
            )
