"""What a certificate is to the rewards: new or renewed, a step on an honour's ladder, withdrawn."""

from odoo import Command
from odoo.tests import tagged

from .test_award_groups import HonourCase

LADDER = [("city", "市精品", 100_000), ("province", "省精品", 300_000)]


@tagged("post_install", "-at_install")
class TestOccasions(HonourCase):
    def renewed(self, certificate):
        application = self.env["brand.application"].create(
            {
                "program_id": self.program.id,
                "level_id": self.program.level_ids[:1].id,
                "partner_id": self.firm.id,
                "product_id": certificate.product_id.id,
                "renews_id": certificate.id,
            }
        )
        return self.env["brand.certificate"].sudo()._issue(application)

    def _clauses(self):
        return [
            self._rule_vals(code="first", occasions="new"),
            self._rule_vals(
                code="again", quote="期满换证的,每件5万元。", amount=50_000, occasions="renewal"
            ),
        ]

    def test_a_renewed_certificate_has_the_clause_for_renewals(self):
        self.policy.sudo().action_expire()
        policy = self._policy("renewals-2021", self._clauses())
        first = self.certificates()
        again = self.renewed(first)
        paid = [
            one.claim_ids.filtered(lambda c: c.policy_id == policy).mapped("amount")
            for one in (first, again)
        ]
        self.assertEqual(paid, [[200_000], [50_000]])

    def test_without_such_a_clause_a_renewal_is_not_new(self):
        again = self.renewed(self.certificates())
        self.assertFalse(again.claim_ids)
        self.assertEqual(again.award_decision_ids.reason, "not_new")

    def test_a_clause_for_all_contradicts_one_for_renewals(self):
        rows = self._clauses()
        rows[0]["occasions"] = "any"
        draft = self._draft_policy("renewals-2021", rows)
        self.assert_refused(
            "cannot be put into force", draft.with_user(self.users["manager"]).action_activate
        )


@tagged("post_install", "-at_install")
class TestLadderOfCertificates(HonourCase):
    """市精品 is certified, 省精品 is registered; both stand on one ladder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.sudo().date_to = "2021-12-31"  # the only clauses are those of the ladder
        cls.steps = {
            key: cls.env["award.honour"].create(
                {"name": name, "code": key, "ladder_key": "jp", "ladder_step": number}
            )
            for number, (key, name, _amount) in enumerate(LADDER, start=1)
        }
        cls.steps["city"].program_id = cls.program

    def ladder(self, upgrade):
        common = {"ladder_key": "jp", "upgrade": upgrade, "ladder_scope": "item"}
        common |= {"ladder_policies": "any_policy"}
        rows = [
            self._rule_vals(code="city", amount=100_000, **common),
            self._rule_vals(
                code="province",
                amount=300_000,
                trigger_kind="honour",
                program_ids=False,
                honour_ids=[Command.set(self.steps["province"].ids)],
                **common,
            ),
        ]
        return self._policy("ladder-2021", rows)

    def _committed(self, claim):
        claim.with_user(self.applicant).action_confirm_account(self.account().id)
        claim.with_user(self.users["award"]).action_review()
        claim.with_user(self.users["approver"]).action_approve(document_no="示批〔2024〕1号")

    def test_an_upgrade_from_a_certificate_pays_as_the_setting_says(self):
        for upgrade, due in (("full", 300_000), ("difference", 200_000), ("none", 0)):
            with self.subTest(upgrade=upgrade), self.cr.savepoint(flush=False) as attempt:
                self.ladder(upgrade)
                certificate = self.certificates()
                self._committed(certificate.claim_ids)
                step = self.recognise(
                    self.firm,
                    "2024-03-04",
                    self.steps["province"],
                    product_id=certificate.product_id.id,
                )
                self.assertEqual(sum(step.claim_ids.mapped("amount")), due)
                attempt.rollback()
            self.env.invalidate_all()

    def test_a_certificate_after_the_higher_honour_is_due_nothing(self):
        self.ladder("difference")
        product = self.env["brand.product"].create({"name": "示例泵", "partner_id": self.firm.id})
        self.recognise(self.firm, "2023-05-04", self.steps["province"], product_id=product.id)
        low = self.certificates(products=product)
        self.assertFalse(low.claim_ids)
        self.assertEqual(low.award_decision_ids.reason, "lower_after_higher")

    def test_an_honour_typed_by_its_item_meets_the_certified_product(self):
        self.ladder("difference")
        certificate = self.certificates()
        self._committed(certificate.claim_ids)
        step = self.recognise(
            self.firm,
            "2024-03-04",
            self.steps["province"],
            item_name=f" {certificate.product_id.name} ",
        )
        self.assertEqual(step.claim_ids.amount, 200_000)

    def test_an_honour_registered_before_is_not_new_by_its_certificate(self):
        self.ladder("difference")
        product = self.env["brand.product"].create({"name": "示例泵", "partner_id": self.firm.id})
        self.recognise(self.firm, "2023-05-04", self.steps["city"], product_id=product.id)
        again = self.certificates(products=product)
        self.assertEqual(again.award_decision_ids.reason, "had_before")

    def test_the_next_version_of_the_programme_gives_the_same_honour(self):
        action = self.program.with_user(self.users["manager"]).action_new_version()
        following = self.program.browse(action["res_id"])
        self.assertEqual(following.award_honour_ids, self.steps["city"])
        self.steps["city"].program_id = False
        self.assertFalse(following.award_honour_ids)

    def test_a_withdrawn_certificate_takes_its_honour_along(self):
        certificate = self.certificates()
        made = self.env["award.recognition"].search([("certificate_id", "=", certificate.id)])
        self.assertEqual((made.state, made.occasion), ("confirmed", "new"))
        certificate.action_withdraw(reason="监督不合格", document_no="示撤〔2024〕2号")
        self.assertEqual(made.state, "revoked")
        row = made.transition_ids.filtered(lambda one: one.step == "action_revoke")
        self.assertEqual(row.document_no, "示撤〔2024〕2号")
