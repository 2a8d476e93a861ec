"""Standards for tests: a proposal, a draft, its review."""

from odoo import Command

from .common import BrandCase


class StandardCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.office = self.env["res.partner"].create({"name": "某研究院", "is_company": True})
        self.experts = self.env["res.partner"].create(
            [{"name": f"专家{n}", "parent_id": self.office.id} for n in range(1, 7)]
        )

    def procedure(self, **vals):
        return self.env["brand.standard.procedure"].create({"company_id": self.company.id, **vals})

    def drafting(self, **vals):
        standard = (
            self.env["brand.standard"]
            .with_user(self.users["officer"])
            .create({"name": "精密减速器技术要求", "number": "T/WHZZ 100-2024", **vals})
        )
        standard.action_draft_standard()
        return standard

    def in_review(self, **vals):
        standard = self.drafting(**vals)
        standard.action_review()
        return standard

    def panel(self, standard, votes="fffff", **vals):
        """A review with one member for each letter: f for, a against, n abstains, - absent."""
        words = {"f": "for", "a": "against", "n": "abstain", "-": False}
        return (
            self.env["brand.standard.review"]
            .with_user(self.users["officer"])
            .create(
                {
                    "standard_id": standard.id,
                    "minutes": "指标优于行业标准。",
                    "member_ids": [
                        Command.create(
                            {
                                "partner_id": person.id,
                                "vote": words[letter],
                                "is_present": letter != "-",
                            }
                        )
                        for person, letter in zip(self.experts, votes, strict=False)
                    ],
                    "indicator_ids": [
                        Command.create(
                            {
                                "name": "回差",
                                "value": "≤1′",
                                "compared_number": "GB/T 35089-2018",
                                "compared_value": "≤3′",
                                "verdict": "better",
                            }
                        )
                    ],
                    **vals,
                }
            )
        )
