from odoo.tests import tagged

from .common import AwardCase


@tagged("post_install", "-at_install")
class TestRecognition(AwardCase):
    def setUp(self):
        super().setUp()
        self.honour = self.env["award.honour"].create(
            {"name": "武汉精品", "code": "wuhan-jingpin", "ladder_key": "jingpin", "ladder_step": 1}
        )

    def _recognition(self, **vals):
        return (
            self.env["award.recognition"]
            .with_user(self.users["award"])
            .create(
                {
                    "honour_id": self.honour.id,
                    "partner_id": self.firm.id,
                    "date": "2024-03-01",
                    "document_no": "武市监〔2024〕3号",
                    **vals,
                }
            )
        )

    def test_honours_received_are_an_indicator_of_targets(self):
        target = (
            self.env["brand.target"]
            .with_user(self.users["manager"])
            .create(
                {
                    "name": "新获省级以上质量奖",
                    "year": "2024",
                    "goal": 3,
                    "indicator": "recognitions",
                    "honour_ids": [(6, 0, self.honour.ids)],
                }
            )
        )
        confirmed, _draft = self._recognition(), self._recognition(date="2024-05-01")
        confirmed.with_user(self.users["award2"]).action_confirm()
        target.action_count()

        self.assertEqual((target.actual, target.shortfall), (1, 2))
        action = target.action_view_records()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, confirmed.with_env(self.env))

    def test_a_ladder_is_named_by_its_honours_from_the_lowest_to_the_highest(self):
        above = self.env["award.honour"].create(
            {"name": "湖北精品", "code": "hubei", "ladder_key": "jingpin", "ladder_step": 2}
        )
        self.assertEqual(above.ladder_text, "武汉精品 → [湖北精品]")
        self.assertEqual(self.honour.ladder_text, "[武汉精品] → 湖北精品")
        above.ladder_key = False
        self.honour.invalidate_recordset(["ladder_text"])
        self.assertFalse(above.ladder_text or self.honour.ladder_text)

    def _policy_of_honour(self):
        row = self._rule_vals(
            code="jingpin",
            clause="(十三)",
            trigger_kind="honour",
            honour_ids=self.honour.ids,
            program_ids=False,
            amount=100_000,
            per="recipient",
        )
        return self._policy("wuhan-2022", [row])

    def test_a_confirmed_honour_makes_its_claim_at_once(self):
        self._policy_of_honour()
        recognition = self._recognition()
        self.assertFalse(recognition.claim_ids)

        recognition.with_user(self.users["award2"]).action_confirm()

        claim = recognition.claim_ids
        self.assertEqual((claim.amount, claim.state), (100_000, "entitled"))
        self.assertIn("武市监〔2024〕3号", claim.with_context(lang="zh_CN").explanation)

    def test_who_registered_does_not_confirm(self):
        recognition = self._recognition()
        self.assert_refused("registered it yourself", recognition.action_confirm)
        self.assertEqual(recognition.state, "draft")

    def test_without_its_document_an_honour_is_not_confirmed(self):
        recognition = self._recognition(document_no=False)
        by_other = recognition.with_user(self.users["award2"])
        self.assert_refused("give the document", by_other.action_confirm)

    def test_a_revoked_honour_ends_its_open_claim(self):
        self._policy_of_honour()
        recognition = self._recognition()
        recognition.with_user(self.users["award2"]).action_confirm()

        recognition.with_user(self.users["approver"]).action_revoke("弄虚作假", "武市监〔2024〕9号")

        self.assertEqual(recognition.claim_ids.state, "cancelled")

    def test_a_certificate_makes_its_own_recognition(self):
        self.honour.program_id = self.program
        certificate = self.certificates()
        recognition = self.env["award.recognition"].search(
            [("certificate_id", "=", certificate.id)]
        )
        self.assertEqual((recognition.state, recognition.partner_id), ("confirmed", self.firm))
        self.assertEqual(len(certificate.claim_ids), 1)
