"""Tests of sampled products: the report of a laboratory with its items."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .transition_mixin import transition

_CONTENT = (
    "application_id",
    "sample_no",
    "sample_description",
    "sampled_on",
    "seal_no",
    "sealed_on",
    "sealed_by",
    "laboratory",
    "cma_no",
    "cma_valid_to",
    "cnas_no",
    "cnas_valid_to",
    "standard_id",
    "standard_text",
    "report_no",
    "report_date",
    "file",
    "filename",
    "item_ids",
)


class BrandTestReport(models.Model):
    """A sampled test (抽样检验): the sealed sample, the laboratory, its report with each item.

    An assessor of the case files it; once filed it stands. A failed item raises a finding, or is
    a veto where its criterion says so.
    """

    _name = "brand.test.report"
    _description = "Test Report"
    _inherit = ["brand.transition.mixin", "brand.file.mixin"]
    _order = "report_date desc, id desc"
    _rec_name = "report_no"

    _initial_state = "draft"
    _transitions = {
        "action_file": (("draft",), "filed", "brand_certification.group_assessor"),
        "action_void": (("draft", "filed"), "void", "brand_certification.group_assessor"),
    }
    _duties = {"action_file": "evaluate", "action_void": "evaluate"}
    _write_windows = dict.fromkeys(_CONTENT, ("draft",))
    _system_fields = frozenset({"void_reason", "filed_by_id"})

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    body_id = fields.Many2one(related="application_id.body_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    state = fields.Selection(
        [("draft", "Being entered"), ("filed", "On file"), ("void", "Void")],
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # -- the sample
    sample_no = fields.Char("Sample No.")
    sample_description = fields.Char("Sample", help="Model, batch, where it was taken.")
    sampled_on = fields.Date("Sampled on")
    seal_no = fields.Char("Seal No.")
    sealed_on = fields.Date("Sealed on")
    sealed_by = fields.Char(help="Who sealed it, and who of the enterprise was there.")
    # -- the laboratory and its report
    laboratory = fields.Char()
    cma_no = fields.Char("CMA No.")
    cma_valid_to = fields.Date("CMA Valid until")
    cnas_no = fields.Char("CNAS No.")
    cnas_valid_to = fields.Date("CNAS Valid until")
    standard_id = fields.Many2one(
        "brand.standard", "Tested against", domain="[('state', '=', 'published')]"
    )
    standard_text = fields.Char(
        "Other Standard", help="Number of a standard that is not in the city's register."
    )
    report_no = fields.Char("Report No.")
    report_date = fields.Date("Date of Report")
    item_ids = fields.One2many("brand.test.item", "report_id", "Items", copy=True)
    verdict = fields.Selection(
        [("passed", "Passed"), ("failed", "Did Not Pass")],
        "Verdict of the Test",
        compute="_compute_verdict",
        store=True,
    )
    filed_by_id = fields.Many2one("res.users", "Filed by", readonly=True)
    void_reason = fields.Text("Reason for Voiding", readonly=True)

    _once = models.UniqueIndex(
        "(application_id, report_no) WHERE state <> 'void'",
        "This report is on file for this application already.",
    )

    @api.depends("item_ids.verdict")
    def _compute_verdict(self):
        for report in self:
            verdicts = set(report.item_ids.mapped("verdict"))
            report.verdict = "failed" if "failed" in verdicts else "passed" if verdicts else False

    @api.constrains("sampled_on", "sealed_on", "report_date")
    def _check_order_of_days(self):
        today = self.env["brand.workday"]._today()
        for report in self:
            days = [d for d in (report.sampled_on, report.sealed_on, report.report_date) if d]
            if days != sorted(days) or (days and days[-1] > today):
                raise ValidationError(
                    self.env._("A sample is taken, sealed, then reported on, not after today.")
                )

    @transition
    def action_file(self):
        """File the report: complete, from a laboratory that was approved on its date."""
        self._check_assessor()
        for report in self:
            lacking = report._lacking()
            if lacking:
                raise UserError(
                    self.env._(
                        "The test report is not complete:\n%s",
                        "\n".join(f"• {text}" for text in lacking),
                    )
                )
            # sudo: who filed it follows from this step
            report.sudo().filed_by_id = self.env.user
            report._raise_findings()

    @transition
    def action_void(self, reason=None):
        """Void a report that was filed in error; it stays on record with the reason."""
        self._check_assessor()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why this report is void."))
        self.sudo().write({"void_reason": reason})  # sudo: kept by this action

    def _lacking(self):
        """What is missing before the report can be filed, all at once."""
        self.ensure_one()
        _ = self.env._
        checks = [
            (self.sample_no and self.sealed_on and self.sealed_by, _("number and seal of sample")),
            (self.laboratory, _("the laboratory")),
            (self.report_no and self.report_date, _("number and date of the report")),
            (self.standard_id or self.standard_text, _("the standard tested against")),
            (self.sha256, _("the file of the report")),
            (self.item_ids, _("at least one item with its value")),
            (self._is_laboratory_approved(), _("a CMA or CNAS number valid on the report's date")),
        ]
        return [text for given, text in checks if not given]

    def _is_laboratory_approved(self):
        """CMA or CNAS with a validity that covers the date of the report."""
        return any(
            number and until and self.report_date and self.report_date <= until
            for number, until in (
                (self.cma_no, self.cma_valid_to),
                (self.cnas_no, self.cnas_valid_to),
            )
        )

    def _raise_findings(self):
        """A failed item that is no veto becomes a major finding."""
        failed = self.item_ids.filtered(
            lambda i: i.verdict == "failed" and i.criterion_id.failed_test != "veto"
        )
        for item in failed:
            # sudo: findings are made by actions; the assessor was checked above
            self.env["brand.finding"].sudo()._raise(
                {
                    "application_id": self.application_id.id,
                    "grade": "major",
                    "criterion_id": item.criterion_id.id,
                    "clause": item.clause or self.standard_text or self.standard_id.number,
                    "fact": self.env._(
                        "Test report %(report)s, item “%(item)s”: %(value)s, required: %(required)s.",
                        report=self.report_no,
                        item=item.name,
                        value=item.value,
                        required=item.requirement,
                    ),
                }
            )

    def _check_assessor(self):
        """An assessor who works on the case; the state is checked by the case."""
        for report in self:
            # sudo: who works on the case is asked here only
            active = report.sudo().application_id.evaluation_ids.filtered(
                lambda e: e.user_id == self.env.user and e.state in ("in_progress", "done")
            )
            if not active:
                raise AccessError(self.env._("Only an assessor of this case does this."))
            if report.sudo().application_id.state != "evaluating":
                raise UserError(report.sudo().application_id._names_with_state())

    def _transition_file(self):
        return self.application_id


class BrandTestItem(models.Model):
    """One item of a test report: what was measured, what is required, whether it is met."""

    _name = "brand.test.item"
    _description = "Test Item"
    _inherit = ["brand.part.mixin"]
    _part_of = "report_id"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one("brand.test.report", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    clause = fields.Char(help="Of the standard tested against.")
    criterion_id = fields.Many2one("brand.criterion", ondelete="restrict")
    requirement = fields.Char("Value Required", required=True)
    value = fields.Char("Measured", required=True)
    unit = fields.Char()
    verdict = fields.Selection(
        [("passed", "Passed"), ("failed", "Did Not Pass")], "Verdict of the Test", required=True
    )

    @api.constrains("criterion_id", "report_id")
    def _check_same_program(self):
        for item in self.filtered("criterion_id"):
            if (
                item.sudo().criterion_id.program_id
                != item.sudo().report_id.application_id.program_id
            ):
                raise ValidationError(
                    self.env._("The criterion belongs to another programme than the case.")
                )
