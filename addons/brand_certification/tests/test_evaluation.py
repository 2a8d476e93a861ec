"""Scores stay sealed, who is out of a case reads nothing of it, what was scored under a conflict is void."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PDF
from .evaluation_common import EvaluationCase

SECRET = "结论仅本人可见"


@tagged("post_install", "-at_install")
class TestSealing(EvaluationCase):
    def test_no_other_person_reads_a_score_before_all_are_in(self):
        """By no way that a client has: read, list, export, groups, domains, attachments, log."""
        application = self.two()
        first = application.evaluation_ids.sorted("id")[0]
        own = first.with_user(first.user_id)
        own.action_declare()
        for line in own.line_ids:
            line.write({"score": 43.5, "evidence": SECRET, "file": PDF, "filename": "证据.pdf"})
        own.write({"conclusion": SECRET, "strengths": SECRET, "improvements": SECRET})
        own.action_finish()
        both = self._user("both", ["brand_certification.group_body"], self.body.partner_id)
        both.group_ids += self.env.ref("brand_certification.group_assessor")
        readers = [self.decider, both, self.assessors[1], *self.users.values()]
        readers.append(self.env.ref("base.user_admin"))
        for user in readers:
            with self.subTest(user=user.login):
                self.assertEqual(self._seen_by(user, first), [])
        self.assertIn(SECRET, json.dumps(own.read(["conclusion"]), default=str, ensure_ascii=False))

    def _seen_by(self, user, evaluation):
        """Whatever a client of ``user`` learns of the scores of ``evaluation``."""
        fields = ["conclusion", "strengths", "total", "running_total", "line_ids", "scored_count"]
        lines = evaluation.line_ids
        ask = [("brand.evaluation", "read", evaluation.ids, [name]) for name in fields] + [
            ("brand.evaluation", "read", evaluation.ids, ["sealed_conclusion"]),
            ("brand.evaluation", "read", evaluation.ids, ["sealed_total"]),
            ("brand.evaluation", "export_data", evaluation.ids, [*fields, "line_ids/score"]),
            ("brand.evaluation", "search", [("sealed_total", ">", 0)]),
            ("brand.evaluation", "search", [("line_ids.score", ">", 40)]),
            ("brand.evaluation", "search", [("sealed_conclusion", "ilike", SECRET)]),
            ("brand.evaluation.line", "search_count", [("score", ">", 40)]),
            ("brand.evaluation.line", "read", lines.ids, ["score", "evidence", "file"]),
            ("brand.evaluation.line", "formatted_read_group", [], ["criterion_id"], ["score:sum"]),
            ("brand.evaluation.severity", "search_count", []),
            ("ir.attachment", "search_count", [("res_model", "=", "brand.evaluation.line")]),
        ]
        seen = []
        for model, method, *args in ask:
            try:
                answer = self.rpc(user, model, method, *args)
            except (AccessError, UserError, ValueError):
                continue
            if model == "brand.evaluation" and method in ("read", "export_data"):
                rows = answer["datas"] if method == "export_data" else answer
                text = json.dumps(rows, default=str, ensure_ascii=False)
                if SECRET in text or "43.5" in text or lines.ids == rows[0].get("line_ids"):
                    seen.append((method, text))
            elif answer:
                seen.append((model, method, args, answer))
        log = self.env["brand.transition"].search([("model", "=", "brand.evaluation")])
        words = " ".join(filter(None, [*log.mapped("reason"), *log.mapped("record_name")]))
        return seen + ([words] if SECRET in words or "43.5" in words else [])

    def test_one_statement_is_written_without_the_others(self):
        evaluation = self.appointed().evaluation_ids
        mine = evaluation.with_user(evaluation.user_id)
        mine.action_declare()
        for name in ("strengths", "improvements", "conclusion"):
            self.rpc(evaluation.user_id, "brand.evaluation", "write", mine.ids, {name: name})
        mine.invalidate_recordset()
        self.assertEqual(
            (mine.strengths, mine.improvements, mine.conclusion),
            ("strengths", "improvements", "conclusion"),
        )

    def test_scores_open_to_the_body_when_all_are_in_and_not_to_colleagues(self):
        application = self.two()
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 90, 45)
        self.score(second, 80, 40)
        self.assertEqual(first.with_user(self.decider).total, 90)
        self.assertEqual(first.with_user(self.users["auditor"]).total, 90)
        mine = self.env["brand.evaluation"].with_user(second.user_id)
        self.assertEqual(mine.search([("application_id", "=", application.id)]), second)

    def test_a_seat_that_is_still_empty_keeps_the_seal(self):
        """Two of three have finished, the third one left: who replaces him, is chosen blind."""
        application = self.appointed(program=self._program("T3", assessor_count=3))
        first, second, third = application.evaluation_ids.sorted("id")
        third.with_user(third.user_id).action_decline("亲属任职")
        self.score(first, 90, 45)
        self.score(second, 80, 40)
        self.assertFalse(first.is_unsealed)
        self.assertEqual(first.with_user(self.decider).total, 0)

    def test_a_criterion_says_which_evidence_it_asks_for(self):
        program = self._program("EV")
        by_words, by_file = program.criterion_ids
        (by_words | by_file).sudo().write({"evidence_rule": "none"})
        by_file.sudo().evidence_rule = "file"
        evaluation = self.appointed(program=program).evaluation_ids
        mine = evaluation.with_user(evaluation.user_id)
        mine.action_declare()
        for line in mine.line_ids:
            line.score = 45
        mine.line_ids.write({"evidence": "只有文字"})
        with self.assertRaisesRegex(UserError, f"evidence for: {by_file.name}$"):
            mine.action_finish()
        mine.line_ids.filtered(lambda li: li.criterion_id == by_file).write(
            {"file": PDF, "filename": "证据.pdf"}
        )
        mine.action_finish()
        self.assertEqual(len(mine.line_ids.filtered("sha256")), 1)


@tagged("post_install", "-at_install")
class TestRecusal(EvaluationCase):
    def _learnt_by(self, user, application):
        """Whatever a client of ``user`` reads of a case, by every model that tells of it."""
        file = application.sudo()
        notice = file.notice_line_ids
        asked = {
            "brand.application": [("id", "=", file.id)],
            "brand.application.document": [("application_id", "=", file.id)],
            "brand.application.gap": [("application_id", "=", file.id)],
            "brand.product": [("id", "=", file.product_id.id)],
            "brand.evaluation": [("application_id", "=", file.id)],
            "brand.evaluation.line": [("evaluation_id.application_id", "=", file.id)],
            "brand.evaluation.visit": [("application_id", "=", file.id)],
            "brand.evaluation.note": [("application_id", "=", file.id)],
            "brand.finding": [("application_id", "=", file.id)],
            "brand.finding.file": [("finding_id.application_id", "=", file.id)],
            "brand.test.report": [("application_id", "=", file.id)],
            "brand.review": [("application_id", "=", file.id)],
            "brand.notice.line": [("id", "in", notice.ids)],
            "brand.decision.line": [("application_id", "=", file.id)],
            "brand.transition": [("file_id", "=", file.id)],
            "res.partner": [("id", "=", file.partner_id.id)],
            "mail.message": [("model", "=", "brand.application"), ("res_id", "=", file.id)],
            "ir.attachment": [("res_model", "=like", "brand.%")],
        }
        learnt = []
        for model, domain in asked.items():
            for method, args in (
                ("search_count", [domain]),
                ("search_read", [domain]),
                ("formatted_read_group", [domain, [], ["__count"]]),
            ):
                try:
                    answer = self.rpc(user, model, method, *args)
                except AccessError:
                    continue
                count = answer[0]["__count"] if method == "formatted_read_group" else answer
                if count:
                    learnt.append((model, method))
        return learnt

    def _case_with_everything(self):
        application = self.two("RE")
        first, second = application.evaluation_ids.sorted("id")
        second.with_user(second.user_id).action_declare()
        self.env["brand.finding"].with_user(second.user_id).action_raise(
            second.id,
            {"grade": "minor", "clause": "4.1", "fact": "标识不全"},
            [{"filename": "现场.pdf", "file": PDF}],
        )
        self.env["brand.evaluation.visit"].with_user(self.decider).create(
            {
                "application_id": application.id,
                "date_from": "2024-03-11",
                "date_to": "2024-03-12",
                "sites": "弋江区一厂",
                "agenda": "9:00 首次会议",
            }
        ).action_send()
        return application, first

    def test_before_the_declaration_nothing_but_the_two_names(self):
        application, first = self._case_with_everything()
        self.assertEqual(
            {model for model, _method in self._learnt_by(first.user_id, application)},
            {"brand.evaluation"},
        )
        names = ["product_name", "enterprise_name", "line_ids", "conclusion"]
        row = self.rpc(first.user_id, "brand.evaluation", "read", first.ids, names)[0]
        self.assertEqual(
            (row["product_name"], row["enterprise_name"]), ("六轴机器人", self.firm.name)
        )
        self.assertEqual((row["line_ids"], row["conclusion"]), ([], False))

    def test_who_declined_reads_nothing_of_the_case_any_more(self):
        application, first = self._case_with_everything()
        by_assessor = first.with_user(first.user_id)
        by_assessor.action_declare()
        self.assertIn(
            ("brand.finding", "search_count"), self._learnt_by(first.user_id, application)
        )
        by_assessor.action_decline("亲属在该企业任职")
        self.assertEqual(self._learnt_by(first.user_id, application), [])
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=like", "brand.%"), ("res_field", "=", "file")]
        )
        self.assertTrue(attachments)
        for attachment in attachments:
            with self.assertRaises(AccessError):
                self.rpc(first.user_id, "ir.attachment", "read", attachment.ids, ["datas"])

    def test_whose_work_is_void_reads_nothing_of_the_case_any_more(self):
        application, first = self._case_with_everything()
        self.score(first, 90, 45)
        self.rpc(self.decider, "brand.evaluation", "action_void", first.ids, reason="持有股份")
        self.assertEqual(self._learnt_by(first.user_id, application), [])

    def test_who_left_a_case_reads_nothing_of_it_as_his_bodys_decision_maker_either(self):
        """One person may hold both roles of a body, and never on the same file."""
        application = self.scored()
        other = self.appointed("乙")
        self.env["brand.decision"].with_user(self.decider).action_decide_certification(
            application.id, "granted"
        )
        left = application.evaluation_ids[0]
        both = left.user_id
        both.group_ids += self.env.ref("brand_certification.group_body")

        def seen():
            found = set()
            for name, model in self.env.registry.items():
                field = model._fields.get("application_id")
                records = self.env[name].with_user(both)
                if model._abstract or not field or not field.store:
                    continue
                if records.has_access("read"):
                    rows = records.search([("application_id", "=", application.id)])
                    found |= {name} if rows else set()
            mine = self.env["brand.application"].with_user(both).search([])
            return found, application in mine, other in mine

        self.assertEqual(seen()[1:], (True, True))
        application.action_reevaluate("利益冲突", "1号")
        left.with_user(self.decider).action_void("事后发现利益冲突")
        self.assertEqual(seen(), (set(), False, True))
        decision = application.decision_line_ids.decision_id
        self.assertNotIn(decision, self.env["brand.decision"].with_user(both).search([]))

    def test_who_left_a_case_is_not_appointed_for_it_again(self):
        application, first = self._case_with_everything()
        first.with_user(first.user_id).action_decline("亲属在该企业任职")
        with self.assertRaisesRegex(UserError, "cannot return"):
            self.appoint(application, first.user_id)


@tagged("post_install", "-at_install")
class TestVoid(EvaluationCase):
    def test_a_conflict_found_after_scoring_voids_the_scores_and_keeps_them(self):
        """E25: score void, replaced, logged."""
        application = self.two("VO")
        first, second = application.evaluation_ids.sorted("id")
        self.score(first, 95, 50)
        self.score(second, 80, 40)
        self.assertEqual(str(application._outcome().total), "88.50")
        void = first.with_user(self.decider)
        with self.assertRaisesRegex(UserError, "kept on record"):
            void.action_void(" ")
        void.action_void("评审后发现持有该企业股份")
        self.assertEqual((first.state, first.void_reason), ("void", "评审后发现持有该企业股份"))
        self.assertEqual(first.line_ids.mapped("score"), [95, 50])
        with self.assertRaises(UserError):
            first.with_user(first.user_id).line_ids.write({"score": 1})
        self.assertFalse(application._outcome().can_close)
        self.assertEqual(second.with_user(self.decider).total, 0, "sealed until replaced")
        row = first.transition_ids.filtered(lambda t: t.step == "action_void")
        self.assertEqual((row.user_id, row.reason), (self.decider, "评审后发现持有该企业股份"))

        self.appoint(application, self.assessors[2])
        replaced = application.evaluation_ids._active() - second
        self.score(replaced, 84, 42)
        self.assertEqual(str(application._outcome().total), "82.00")
        self.assertTrue(second.is_unsealed)

    def test_a_lead_who_leaves_is_followed_by_another(self):
        application = self.two("LE")
        first, second = application.evaluation_ids.sorted("id")
        self.assertEqual([first.is_lead, second.is_lead], [True, False])
        first.with_user(self.decider).action_void("持有股份")
        self.appoint(application, self.assessors[2])
        self.assertEqual(
            application.evaluation_ids._active().filtered("is_lead").user_id, self.assessors[2]
        )

    def test_only_the_body_of_the_case_voids_and_not_after_its_decision(self):
        application = self.evaluated()
        evaluation = application.evaluation_ids
        with self.assertRaisesRegex(UserError, "Decided already"):
            evaluation.with_user(self.decider).action_void("持有股份")
        other_body, other_decider, _assessors = self._body("别家机构", "91340202MAXX00415T")
        self.assertTrue(other_body)
        for user in (other_decider, evaluation.user_id, self.applicant, *self.users.values()):
            with self.assertRaises(AccessError, msg=user.login):
                self.rpc(user, "brand.evaluation", "action_void", evaluation.ids, reason="持有股份")
