"""A city is a company: which pack has it, and what an upgrade of the pack leaves alone."""

from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _claim_for_city(self, module, name):
        """Company that a city pack fills: the first pack takes the main company, others a new one.

        The company gets the external id ``<module>.company``, which the pack's data refers to.

        :param module: technical name of the city pack
        :param name: name of the city's office
        """
        data = self.env["ir.model.data"]
        claimed = data.search([("model", "=", "res.company"), ("name", "=", "company")])
        main = self.env.ref("base.main_company")
        if main.id in claimed.mapped("res_id"):
            company = self.create(
                {
                    "name": name,
                    "country_id": self.env.ref("base.cn").id,
                    "currency_id": self.env.ref("base.CNY").id,
                }
            )
            self.env.ref("base.user_admin").company_ids += company
        else:
            company = main
            company.name = name
        data.create(
            {
                "module": module,
                "name": "company",
                "model": "res.company",
                "res_id": company.id,
                "noupdate": True,
            }
        )
        return company

    @api.model
    def _keep_city_data(self, module):
        """Hand the data of a city pack to the city: no upgrade writes over what people have set.

        A programme that is open, or a criterion by which somebody scored, must not change because
        a newer pack proposes another weight.

        :param module: technical name of the city pack
        """
        self.env["ir.model.data"].search(
            [("module", "=", module), ("noupdate", "=", False)]
        ).noupdate = True
