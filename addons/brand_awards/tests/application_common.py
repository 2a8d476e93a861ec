"""Builders for rewards that are applied for: a clause with proof, a window, an application."""

import base64

from odoo import Command

from odoo.addons.brand_certification.tests.common import PDF

from .common import AwardCase

FORM = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class ApplicationCase(AwardCase):
    """The reward of 芜湖智造 as one that is applied for, from 1 March until 31 March 2024."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.window = cls._window("2024-03-01", "2024-03-31")

    @classmethod
    def _rule_vals(cls, **vals):
        asked = [
            {"name": "认证证书复印件", "help": "加盖公章"},
            {"name": "资金申请表", "template": FORM, "template_name": "资金申请表.pdf"},
            {"name": "获奖证明", "required": False},
        ]
        return super()._rule_vals(
            **{
                "claiming": "applied",
                "document_ids": [Command.create(row) for row in asked],
                **vals,
            }
        )

    @classmethod
    def _window(cls, first, last, policy=None, **vals):
        return (
            cls.env["award.window"]
            .with_user(cls.users["manager"])
            .create(
                {
                    "name": "2024年度奖励资金申报通知",
                    "policy_id": (policy or cls.policy).id,
                    "date_from": first,
                    "date_to": last,
                    "document_no": "芜市监〔2024〕5号",
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    # -- one application, as far as needed -----------------------------------------------------------

    def fill_in(self, claim, user=None, account=None, **answers):
        """All answers and all required proof; the account entered, not checked."""
        by_user = claim.with_user(user or self.applicant)
        known = {
            "statement": "产品已取得认证，现申请奖励资金。",
            "contact_name": "经办人",
            "contact_phone": "0553-0000456",
            "declaration_accepted": "1",
            "account": "new",
            "holder": claim.partner_id.name,
            "number": "340200000000001",
            "bank": self.bank.name,
            "cnaps": "102362000011",
            **answers,
        }
        for name, value in known.items():
            by_user._apply_save(name, value)
        for row in by_user.document_ids.filtered("required"):
            row.write({"file": PDF, "filename": f"{row.name}.pdf"})
        return by_user

    def applied(self, count=1, **kwargs):
        claims = self.entitled(count, **kwargs)
        for claim in claims:
            self.fill_in(claim)
        claims.with_user(self.applicant).action_submit()
        return claims

    def gap(self, claim, text="证书复印件不清晰", user="award", **vals):
        return (
            self.env["award.claim.gap"]
            .with_user(self.users[user])
            .create({"claim_id": claim.id, "text": text, **vals})
        )

    def returned(self, claim, user="award", **vals):
        self.gap(claim, user=user, **vals)
        claim.with_user(self.users[user]).action_return()
        return claim
