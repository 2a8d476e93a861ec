"""An earlier scheme's register taken over, and its certificates converted by a ruling."""

import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BrandCase

HEADING = "证书编号,持证单位,统一社会信用代码,产品名称,规格型号,类别,等级,发证日期,有效期至"
FIRST = "MP-2022-001,芜湖示例机器人有限公司,91340202MAXX001030,四轴机器人,R4,产品,老名品,2022-05-01,2025-04-30"
SECOND = "MP-2022-002,芜湖示例酒店有限公司,91320508MAXXT0013J,住宿服务,,服务,老名品,2022-05-01,2025-04-30"
BRIDGE = "MP-2022-003,芜湖示例酒店有限公司,91320508MAXXT0013J,示例大桥,,工程,老名品,2022-05-01,2025-04-30"
LAPSED = "MP-2020-009,芜湖示例机器人有限公司,91340202MAXX001030,码垛机,,产品,老名品,2020-05-01,2023-04-30"


class ConversionCase(BrandCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old_program = cls.env["brand.program"].create(
            {
                "name": "老名品",
                "code": "MP",
                "is_legacy": True,
                "scope_service": True,
                "scope_engineering": True,
                "date_from": "2015-01-01",
                "date_to": "2025-12-31",
                "level_ids": [Command.create({"name": "老名品", "code": "MP"})],
            }
        )
        cls.target = cls._program("JP", scope_service=True, mark_name="精品")
        cls.ruling = cls._ruling("carried_over")

    @classmethod
    def _ruling(cls, choice):
        return cls.env["brand.ruling"].create(
            {
                "code": "A25",
                "name": "现有名品如何转为精品?",
                "choice": choice,
                "document_no": "示例〔2024〕1号",
                "decided_by": "领导小组",
                "date_from": "2024-01-01",
            }
        )

    def wizard(self, *rows, content=None):
        text = "\n".join([HEADING, *rows])
        return (
            self.env["brand.register.import"]
            .with_user(self.users["officer"])
            .create(
                {
                    "program_id": self.old_program.id,
                    "document_no": "名册移交函〔2024〕1号",
                    "filename": "register.csv",
                    "file": base64.b64encode(content or text.encode()),
                }
            )
        )

    def registered(self, *rows):
        wizard = self.wizard(*rows or (FIRST, SECOND))
        wizard.action_import()
        keys = [row.split(",")[0] for row in rows or (FIRST, SECOND)]
        found = self.env["brand.certificate"].search([("number", "in", keys)], order="number")
        self.assertEqual(len(found), len(keys))
        return found

    def prepared(self, *rows, **vals):
        self.registered(*rows)
        conversion = (
            self.env["brand.conversion"]
            .with_user(self.users["officer"])
            .create(
                {
                    "name": "老名品转为精品",
                    "from_program_id": self.old_program.id,
                    "program_id": self.target.id,
                    "ruling_id": self.ruling.id,
                    **vals,
                }
            )
        )
        conversion.action_load()
        return conversion

    def decided_conversion(self, *rows, **vals):
        conversion = self.prepared(*rows, **vals)
        conversion.with_user(self.users["approver"]).action_decide("示例决〔2024〕2号")
        return conversion

    def converted(self, *rows, **vals):
        conversion = self.decided_conversion(*rows, **vals)
        conversion.action_carry_out()
        return conversion.with_env(self.env)


@tagged("post_install", "-at_install")
class TestRegisterImport(ConversionCase):
    def test_a_register_brings_enterprises_products_and_certificates_with_their_dates(self):
        first, second = self.registered()

        self.assertEqual((first.partner_id, first.origin), (self.firm, "register"))
        self.assertEqual((first.status, str(first.date_end)), ("valid", "2025-04-30"))
        self.assertEqual(first.district_id, self.district)
        self.assertEqual(second.partner_id.name, "芜湖示例酒店有限公司")
        self.assertTrue(second.partner_id.is_brand_enterprise)
        self.assertEqual(second.product_id.kind, "service")
        event = first.event_ids
        self.assertEqual((event.kind, str(event.date)), ("issue", "2022-05-01"))
        self.assertEqual(event.document_no, "名册移交函〔2024〕1号")

    def test_looking_keeps_nothing(self):
        before = self.env["brand.certificate"].search_count([])
        wizard = self.wizard(FIRST, SECOND)
        wizard.action_check()

        self.assertEqual((wizard.new_count, wizard.error_count), (2, 0))
        self.assertEqual(self.env["brand.certificate"].search_count([]), before)
        self.assertFalse(self.env["res.partner"].search([("uscc", "=", "91320508MAXXT0013J")]))

    def test_one_wrong_row_keeps_the_whole_file_out_and_is_named(self):
        wizard = self.wizard(FIRST, SECOND.replace("2025-04-30", "长期").replace("老名品", "金奖"))
        wizard.action_check()

        bad = wizard.line_ids.filtered(lambda line: line.outcome == "error")
        self.assertEqual(bad.line, 3)
        self.assertIn("长期", bad.error)
        self.assertIn("金奖", bad.error)
        with self.assertRaisesRegex(UserError, "Correct the file first"):
            wizard.action_import()
        self.assertFalse(self.env["brand.certificate"].search([("number", "=", "MP-2022-001")]))

    def test_the_same_file_again_brings_only_what_is_new(self):
        self.registered(FIRST)
        wizard = self.wizard(FIRST, SECOND)
        wizard.action_check()
        self.assertEqual((wizard.known_count, wizard.new_count), (1, 1))
        wizard.action_import()
        self.assertEqual(
            self.env["brand.certificate"].search_count([("program_id", "=", self.old_program.id)]),
            2,
        )

    def test_a_number_of_another_certificate_is_refused(self):
        number = self.certified().certificate_id.number
        wizard = self.wizard(FIRST.replace("MP-2022-001", number))
        wizard.action_check()
        self.assertIn("another certificate has this number", wizard.line_ids.error)

    def test_a_workbook_is_read_like_a_text_file(self):
        book = openpyxl.Workbook()
        for row in (HEADING, FIRST):
            book.active.append(row.split(","))
        content = io.BytesIO()
        book.save(content)
        wizard = self.wizard(content=content.getvalue())
        wizard.action_check()
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["new"])

    def test_what_is_no_sheet_is_told(self):
        wizard = self.wizard(content=b"PK\x03\x04nonsense")
        with self.assertRaisesRegex(UserError, "no sheet that can be read"):
            wizard.action_check()

    def test_a_register_is_never_imported_into_a_running_scheme(self):
        wizard = self.wizard(FIRST)
        wizard.program_id = self.target
        with self.assertRaisesRegex(UserError, "earlier scheme only"):
            wizard.action_import()

    def test_an_earlier_scheme_cannot_be_opened(self):
        with self.assertRaisesRegex(UserError, "takes no applications"):
            self.old_program.with_user(self.users["manager"]).action_open()


@tagged("post_install", "-at_install")
class TestConversion(ConversionCase):
    def test_each_certificate_gets_a_new_one_that_says_where_it_comes_from(self):
        conversion = self.converted()

        self.assertEqual(conversion.state, "done")
        old = conversion.line_ids.certificate_id
        new = conversion.line_ids.new_certificate_id
        self.assertEqual(new.converted_from_id, old)
        self.assertEqual(set(new.mapped("status")), {"valid"})
        self.assertEqual(set(new.mapped("origin")), {"conversion"})
        self.assertEqual(new.program_id, self.target)
        self.assertEqual(new.mapped("product_id"), old.mapped("product_id"))
        self.assertTrue(all(number.startswith("JP-2024-") for number in new.mapped("number")))
        self.assertIn("MP-2022-001", new[0].event_ids.reason)
        self.assertEqual(new[0].event_ids.document_no, "示例决〔2024〕2号")

    def test_the_old_certificate_ends_without_sanction_or_cool_down(self):
        conversion = self.converted(FIRST)
        old = conversion.line_ids.certificate_id

        event = old.event_ids.filtered(lambda event: event.kind == "convert")
        self.assertEqual((old.state, event.document_no), ("cancelled", "示例决〔2024〕2号"))
        self.assertFalse(old.reapply_from)
        self.assertIn(conversion.line_ids.new_certificate_id.number, event.reason)
        self.submitted(program=self.target)  # nobody waits for a cool-down

    def test_validity_is_not_lengthened_unless_the_ruling_says_so(self):
        line = self.converted(FIRST).line_ids
        self.assertEqual(line.new_certificate_id.date_end, line.certificate_id.date_end)

    def test_a_new_term_is_refused_without_a_ruling_that_says_so(self):
        conversion = self.prepared(FIRST, validity="new")
        with self.assertRaisesRegex(UserError, "does not lengthen validity"):
            conversion.with_user(self.users["approver"]).action_decide("示例决〔2024〕2号")

    def test_a_new_term_runs_from_the_day_of_conversion_where_it_was_ruled(self):
        ruling = self._ruling("carried_over+new_term")
        line = self.converted(FIRST, validity="new", ruling_id=ruling.id).line_ids
        self.assertEqual(str(line.new_certificate_id.date_end), "2027-03-03")

    def test_without_a_ruling_nothing_moves(self):
        conversion = self.prepared(FIRST, ruling_id=False)
        with self.assertRaisesRegex(UserError, "Choose the ruling"):
            conversion.with_user(self.users["approver"]).action_decide("示例决〔2024〕2号")

    def test_what_the_ruling_does_not_allow_is_refused(self):
        conversion = self.prepared(FIRST, ruling_id=self._ruling("apply_anew").id)
        with self.assertRaisesRegex(UserError, "does not allow “Convert”"):
            conversion.with_user(self.users["approver"]).action_decide("示例决〔2024〕2号")

    def test_a_decision_needs_its_document_number(self):
        conversion = self.prepared(FIRST)
        with self.assertRaisesRegex(UserError, "document number"):
            conversion.with_user(self.users["approver"]).action_decide()

    def test_who_prepared_the_list_does_not_decide_it(self):
        both = self._user(
            "both", ["brand_certification.group_officer", "brand_certification.group_approver"]
        )
        conversion = self.prepared(FIRST)
        conversion.line_ids.with_user(both).reason = "核对无误"
        with self.assertRaisesRegex(AccessError, "Who prepared the conversion"):
            conversion.with_user(both).action_decide("示例决〔2024〕2号")

    def test_a_decided_list_stands_still(self):
        conversion = self.decided_conversion(FIRST)
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            conversion.line_ids.with_user(self.users["officer"]).treatment = "leave"
        with self.assertRaisesRegex(UserError, "can no longer be changed"):
            conversion.with_user(self.users["officer"]).validity = "new"

    def test_a_reopened_list_has_lost_its_decision(self):
        conversion = self.decided_conversion(FIRST)
        conversion.with_user(self.users["approver"]).action_reopen("补充材料")
        self.assertEqual((conversion.state, conversion.document_no), ("draft", False))
        with self.assertRaises(UserError):
            conversion.action_carry_out()

    def test_a_kind_that_the_new_scheme_does_not_certify_is_not_converted(self):
        conversion = self.prepared(FIRST, BRIDGE)
        bridge = conversion.line_ids.filtered(lambda line: line.number == "MP-2022-003")
        self.assertEqual(bridge.treatment, "re_evaluate")
        self.assertIn("does not certify this kind", bridge.reason)
        bridge.treatment = "convert"
        with self.assertRaisesRegex(UserError, "MP-2022-003: The new programme does not certify"):
            conversion.with_user(self.users["approver"]).action_decide("示例决〔2024〕2号")

    def test_a_scheme_widened_to_engineering_takes_the_bridge(self):
        wider = self._program("JG", scope_service=True, scope_engineering=True)
        conversion = self.converted(BRIDGE, program_id=wider.id)
        self.assertEqual(conversion.line_ids.new_certificate_id.product_id.kind, "engineering")

    def test_a_suspended_certificate_is_not_washed_clean_by_a_conversion(self):
        certificate = self.registered(FIRST)
        certificate.sudo().action_suspend("监督不合格", until="2024-06-30")
        conversion = self.prepared(SECOND)
        line = conversion.line_ids.filtered(lambda one: one.certificate_id == certificate)
        self.assertEqual(line.treatment, "re_evaluate")
        line.treatment = "convert"
        self.assertIn("Suspended", line.problem)

    def test_what_was_suspended_after_the_decision_stops_the_whole(self):
        conversion = self.decided_conversion()
        conversion.line_ids[0].certificate_id.sudo().action_suspend("抽查", until="2024-06-30")
        with self.assertRaisesRegex(UserError, "MP-2022-001"):
            conversion.action_carry_out()
        self.assertFalse(conversion.line_ids.new_certificate_id)

    def test_lapsed_certificates_are_not_on_the_list(self):
        conversion = self.prepared(FIRST, LAPSED)
        self.assertEqual(conversion.line_ids.mapped("number"), ["MP-2022-001"])

    def test_what_is_left_or_evaluated_anew_needs_a_reason_and_goes_on(self):
        conversion = self.prepared()
        left, again = conversion.line_ids
        left.treatment, again.treatment = "leave", "re_evaluate"
        approver = conversion.with_user(self.users["approver"])
        with self.assertRaisesRegex(UserError, "give the reason"):
            approver.action_decide("示例决〔2024〕2号")
        left.reason, again.reason = "企业自愿放弃", "标准已更新"
        approver.action_decide("示例决〔2024〕2号")
        conversion.action_carry_out()

        self.assertEqual(set(conversion.line_ids.certificate_id.mapped("status")), {"valid"})
        self.assertFalse(conversion.line_ids.new_certificate_id)
        self.assertIn("标准已更新", again.certificate_id.sudo().message_ids[0].body)

    def test_an_application_made_anew_stands_beside_its_line(self):
        conversion = self.prepared(FIRST)
        line = conversion.line_ids
        line.write({"treatment": "re_evaluate", "reason": "标准已更新"})
        application = self.complete_draft(program=self.target)
        application.sudo().product_id = line.certificate_id.product_id
        application.action_submit()
        self.assertEqual(line.application_id, application.with_env(line.env))

    def test_levels_follow_the_rules_of_the_list(self):
        self.target.sudo().write({"level_ids": [Command.create({"name": "金", "code": "G"})]})
        gold = self.target.level_ids[-1]
        conversion = self.prepared(FIRST)
        conversion.line_ids.unlink()
        conversion.rule_ids = [
            Command.create({"from_level_id": self.old_program.level_ids.id, "to_level_id": gold.id})
        ]
        conversion.action_load()
        self.assertEqual(conversion.line_ids.to_level_id, gold)

    def test_a_certificate_is_converted_once_whatever_lists_name_it(self):
        first, second = self.prepared(FIRST), None
        second = first.copy({"name": "再次转换"})
        second.action_load()
        for number, conversion in enumerate((first, second)):
            conversion.with_user(self.users["approver"]).action_decide(f"示例决〔2024〕{number}号")
        first.action_carry_out()
        with self.assertRaisesRegex(UserError, "MP-2022-001"):
            second.action_carry_out()

    def test_a_conversion_leads_into_another_scheme_of_the_same_city(self):
        with self.assertRaisesRegex(ValidationError, "another scheme"):
            self.prepared(FIRST, program_id=self.old_program.id)

    def test_the_public_page_of_the_old_number_names_the_new_one(self):
        line = self.converted(FIRST).line_ids
        new = line.new_certificate_id
        values = line.certificate_id._public_values()

        self.assertEqual(values["status_word"], "Certificate converted")
        self.assertIn(new.number, values["meaning"])
        self.assertEqual(values["converted_to"]["path"], new._verify_path())
        self.assertEqual([event["kind"] for event in values["history"]], ["convert", "issue"])
        self.assertEqual(new._public_values()["converted_from"]["number"], "MP-2022-001")
        self.assertEqual(
            line.certificate_id._public_summary()[0]["status_word"], "Certificate converted"
        )

    def test_holders_read_what_became_of_their_certificate(self):
        line = self.converted(FIRST).line_ids
        old = line.certificate_id.with_user(self.applicant)
        self.assertIn(line.new_certificate_id.number, old._portal_status_sentence())
        self.assertTrue(line.new_certificate_id.sudo().mark_licence_ids)
        self.assertEqual(line.certificate_id.district_id, line.new_certificate_id.district_id)

    def test_queries_do_not_grow_with_the_number_of_certificates(self):
        def rows(first, count):
            return [
                FIRST.replace("MP-2022-001", f"MP-2022-{number:03}").replace("R4", f"R{number}")
                for number in range(first, first + count)
            ]

        counts = []
        for first, count in ((100, 4), (200, 24)):
            conversion = self.decided_conversion(*rows(first, count))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            conversion.action_carry_out()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 20)
