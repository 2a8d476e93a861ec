"""Which certificates are to be checked: by plan, by lot, for a cause."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .model_words import model_label

# The first check is due by month 12 whatever the interval (浙江制造 and CCC practice)
FIRST_MONTHS = 12
BATCH = 500


class BrandSurveillance(models.Model):
    """Which checks are due: a year's plan of the bodies, and those that were drawn."""

    _inherit = "brand.surveillance"

    @api.model
    def action_plan_year(self, year=None):
        """Plan the bodies' checks of a year that are not planned yet, and open them.

        :param year: by default the current one, from November on the next
        """
        today = self.env["brand.workday"]._today()
        year = year or today.year + (today.month >= 11)
        self.check_access("create")
        self._plan_year(year)
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.surveillance",
            "name": self.env._("Checks of the certification bodies in %s", year),
            "view_mode": "list,calendar,form",
            "domain": [
                ("kind", "=", "body"),
                ("date_planned", ">=", date(year, 1, 1)),
                ("date_planned", "<=", date(year, 12, 31)),
            ],
        }

    @api.model
    def _plan_year(self, year, limit=None):
        """Create the planned checks of a year in one batch; never one twice.

        :return: the new checks
        """
        certificates = self.env["brand.certificate"].search(
            [
                ("status", "in", ("valid", "suspended")),
                ("program_id.surveillance_months", ">", 0),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        rows = self._read_group(
            [("certificate_id", "in", certificates.ids), ("sequence_no", ">", 0)],
            ["certificate_id"],
            ["sequence_no:array_agg"],
        )
        planned = {certificate.id: set(numbers) for certificate, numbers in rows}
        vals_list = [
            {
                "certificate_id": certificate.id,
                "kind": "body",
                "sequence_no": number,
                "date_planned": day,
            }
            for certificate in certificates
            for number, day in certificate._surveillance_days()
            if day.year == year and number not in planned.get(certificate.id, ())
        ]
        # sudo: numbers of planned checks are the plan's
        return self.sudo().create(vals_list[:limit]).sudo(False)

    @api.model
    def _cron_plan(self):
        """Plan the checks of this year, and from November on of the next, for every city."""
        today = self.env["brand.workday"]._today()
        years = {today.year, today.year + (today.month >= 11)}
        # the cities of open or closed programmes, a handful
        rows = self.env["brand.program"]._read_group([], ["company_id"])
        for (company,) in rows:
            for year in sorted(years):
                checks = self.with_company(company).with_context(allowed_company_ids=company.ids)
                while True:
                    made = checks._plan_year(year, BATCH)
                    if len(made) < BATCH:
                        break
                    if not self.env["ir.cron"]._commit_progress(len(made), remaining=BATCH):
                        return

    # -- drawn and for a cause -------------------------------------------------------------------

    @api.model
    def _make_drawn(self, draw):
        """The checks that a draw gave: each drawn certificate, all drawn inspectors."""
        inspectors = draw._drawn_users("inspector")
        if len(inspectors) < 2:
            raise UserError(self.env._("A check takes at least two inspectors with an account."))
        known = self.search([("draw_id", "=", draw.id)]).certificate_id
        due = self.env["brand.workday"]._today() + relativedelta(months=3)
        self.check_access("create")
        # sudo: that a check was drawn is told by the draw, not by a client
        checks = self.sudo().create(
            [
                {
                    "certificate_id": certificate.id,
                    "kind": "random",
                    "draw_id": draw.id,
                    "date_planned": due,
                    "inspector_ids": [fields.Command.set(inspectors.ids)],
                }
                for certificate in draw._drawn_certificates() - known
            ]
        )
        return checks.with_env(self.env)


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    surveillance_ids = fields.One2many("brand.surveillance", "certificate_id", "Checks")

    def _surveillance_days(self):
        """``[(number, last day)]`` of the body's checks over the validity: the first by month 12."""
        self.ensure_one()
        months = self.program_id.surveillance_months
        if months < 1 or not self.date_start or not self.date_end:
            return []
        days, number = [], 1
        day = self.date_start + relativedelta(months=min(months, FIRST_MONTHS))
        while day <= self.date_end:
            days.append((number, day))
            day = self.date_start + relativedelta(
                months=min(months, FIRST_MONTHS) + months * number
            )
            number += 1
        return days


class BrandDraw(models.Model):
    _inherit = "brand.draw"

    surveillance_ids = fields.One2many("brand.surveillance", "draw_id", "Checks")

    @api.model
    def _selection_reference(self):
        return [
            *super()._selection_reference(),
            ("brand.complaint", model_label(self.env["brand.complaint"])),
        ]

    def action_make_checks(self):
        """Make the checks of a drawn inspection and show them."""
        self.ensure_one()
        if self.state != "drawn" or self.kind != "inspection":
            raise UserError(self.env._("Checks follow from an inspection that was drawn."))
        self.env["brand.surveillance"]._make_drawn(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.surveillance",
            "name": self.env._("Checks Drawn"),
            "view_mode": "list,form",
            "domain": [("draw_id", "=", self.id)],
        }

    def action_fill_pool(self):
        result = super().action_fill_pool()
        for record in self.filtered(lambda r: r.state == "draft" and r.kind == "inspection"):
            record.count = max(record.count, record._least_count())
        return result

    def _least_count(self):
        """How many certificates the programme's share asks at least of this pool, rounded up."""
        self.ensure_one()
        if self.kind != "inspection" or not self.program_id:
            return 1
        pool = len(self.entry_ids.filtered(lambda e: e.role == "object" and not e.is_recused))
        share = -(-pool * self.program_id.check_share_percent // 100)
        return min(pool, max(share, self.program_id.check_min_count))

    def _pool_problem(self):
        problem = super()._pool_problem()
        if problem:
            return problem
        least = self._least_count()
        if self.count < least:
            return self.env._(
                "The programme asks for a share of %(share)s%%: at least %(least)s of this pool.",
                share=self.program_id.check_share_percent,
                least=least,
            )
        return ""


class BrandComplaint(models.Model):
    _inherit = "brand.complaint"

    surveillance_ids = fields.One2many("brand.surveillance", "complaint_id", "Checks")

    def action_make_check(self):
        """Plan a check for this cause; the check does not tell who complained."""
        self.ensure_one()
        self._check_step_role("action_close")
        certificate = self.certificate_id or self.application_id.certificate_id
        if not certificate:
            raise UserError(self.env._("Choose the certificate that is to be checked."))
        if self.state != "accepted":
            raise UserError(self.env._("Accept the complaint first; then have it checked."))
        if not self.surveillance_ids:
            due = (
                self.env["brand.workday"]
                ._calendar()
                .add_working_days(self.env["brand.workday"]._today(), 10)
            )
            # sudo: a complaint's officer plans this one check, inspectors are chosen by the office
            self.env["brand.surveillance"].sudo().create(
                {
                    "certificate_id": certificate.id,
                    "kind": "adhoc",
                    "complaint_id": self.id,
                    "cause": self.env._("Ad-hoc check after a complaint: %s", self.subject_text),
                    "date_planned": due.date,
                }
            )
        return self.surveillance_ids[:1].get_formview_action()
