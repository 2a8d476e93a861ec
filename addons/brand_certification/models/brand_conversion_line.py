"""What becomes of each certificate of a conversion, and by which rule."""

from odoo import api, fields, models

from .brand_conversion import TREATMENTS


class BrandConversionRule(models.Model):
    """What becomes of the certificates of one earlier level; without a level, of all others."""

    _name = "brand.conversion.rule"
    _description = "Rule of a Conversion"
    _inherit = ["brand.part.mixin"]
    _part_of = "conversion_id"
    _order = "conversion_id, sequence, id"

    conversion_id = fields.Many2one(
        "brand.conversion", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    from_level_id = fields.Many2one("brand.program.level", "Earlier Level", help="Empty: any.")
    treatment = fields.Selection(TREATMENTS, "What Becomes of It", required=True, default="convert")
    to_level_id = fields.Many2one("brand.program.level", "New Level")
    reason = fields.Char()

    def _rule_for(self, certificate):
        """The first rule that speaks of the certificate's level; none: an empty rule."""
        level = certificate.level_id
        for rule in self:
            meant = rule.from_level_id
            if not meant or (meant.code or meant.name) == (level.code or level.name):
                return rule
        return self.browse()


class BrandConversionLine(models.Model):
    """One certificate of the list: converted, evaluated anew, or left, with the reason."""

    _name = "brand.conversion.line"
    _description = "Certificate in a Conversion"
    _inherit = ["brand.part.mixin"]
    _part_of = "conversion_id"
    _order = "conversion_id, number, id"
    _rec_name = "number"

    conversion_id = fields.Many2one(
        "brand.conversion", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="conversion_id.company_id", store=True)
    state = fields.Selection(related="conversion_id.state")
    program_id = fields.Many2one(related="conversion_id.program_id")
    certificate_id = fields.Many2one(
        "brand.certificate", "Earlier Certificate", required=True, ondelete="restrict", index=True
    )
    number = fields.Char(related="certificate_id.number", store=True)
    holder_name = fields.Char(related="certificate_id.holder_name", string="Holder")
    product_name = fields.Char(related="certificate_id.product_name", string="Product")
    from_level_id = fields.Many2one(related="certificate_id.level_id", string="Earlier Level")
    certificate_status = fields.Selection(related="certificate_id.status", string="Status Today")
    date_end = fields.Date(related="certificate_id.date_end", string="Valid until")
    treatment = fields.Selection(TREATMENTS, "What Becomes of It", required=True, default="convert")
    to_level_id = fields.Many2one("brand.program.level", "New Level")
    reason = fields.Char(
        help="The holder of a certificate that is not converted is told this text."
    )
    problem = fields.Char(compute="_compute_problem")
    new_certificate_id = fields.Many2one("brand.certificate", readonly=True, copy=False)
    application_id = fields.Many2one(
        "brand.application",
        "Application Made anew",
        compute="_compute_application_id",
        help="The holder's latest application for this product under the new programme.",
    )

    _once = models.Constraint(
        "UNIQUE (conversion_id, certificate_id)", "This certificate is on the list already."
    )

    @api.depends("treatment", "to_level_id", "reason", "certificate_id.state", "conversion_id")
    @api.depends_context("lang")
    def _compute_problem(self):
        """Why the line cannot be decided as it stands."""
        for line in self:
            line.problem = line._problem_text() if line.state != "done" else False

    def _problem_text(self):
        _ = self.env._
        if self.treatment != "convert":
            return False if self.reason else _("give the reason, which the holder is told")
        conversion = self.conversion_id
        obstacle = conversion._obstacle(self.certificate_id)
        if obstacle:
            return obstacle
        if self.to_level_id.program_id != conversion.program_id:
            return _("choose a level of the new programme")
        return False

    def _compute_application_id(self):
        anew = self.filtered(lambda line: line.treatment == "re_evaluate")
        found = self.env["brand.application"].search(
            [
                ("product_id", "in", anew.certificate_id.product_id.ids),
                ("program_id.code", "in", anew.program_id.mapped("code")),
                ("state", "!=", "draft"),
            ],
            order="id",
        )
        by_product = {application.product_id: application for application in found}
        for line in self:
            product = line.certificate_id.product_id if line in anew else None
            line.application_id = by_product.get(product, False)

    # -- carrying out --------------------------------------------------------------------------

    def _convert(self):
        """Replace the certificates of these lines, in one batch; their conversion was decided.

        Effects, in order: numbers, certificates with first versions and events, licences, papers,
        what other addons make of new certificates; then the old certificates end.
        """
        if not self:
            return
        conversion = self.conversion_id
        program, today = conversion.program_id, self.env["brand.workday"]._today()
        numbers = program._next_numbers([line.to_level_id for line in self], today)
        new = self.env["brand.certificate"].create(
            [
                line._prepare_certificate_vals(number, today)
                for line, number in zip(self, numbers, strict=True)
            ]
        )
        for line, certificate in zip(self, new, strict=True):
            line.new_certificate_id = certificate
        new._keep_versions("issue")
        new._add_conversion_events(conversion.document_no)
        new._license_mark()
        new._queue_papers("certificate")
        new._after_issue()
        self.certificate_id.action_convert(document_no=conversion.document_no)

    def _prepare_certificate_vals(self, number, today):
        """The new certificate: what the old one said, under the new programme and its number."""
        self.ensure_one()
        old, conversion = self.certificate_id, self.conversion_id
        program = conversion.program_id
        end = old.date_end
        if conversion.validity == "new":
            end = old._validity_end(today, program)
        return {
            "number": number,
            "version": 1,
            "origin": "conversion",
            "converted_from_id": old.id,
            "partner_id": old.partner_id.id,
            "holder_name": old.partner_id.name,
            "uscc": old.partner_id.uscc,
            "holder_address": old.partner_id._one_line_address(),
            "product_id": old.product_id.id,
            "product_name": old.product_name,
            "product_model": old.product_model,
            "trademark": old.trademark,
            "program_id": program.id,
            "level_id": self.to_level_id.id,
            "body_id": old.body_id.id,
            "standard_ids": [(6, 0, old.standard_ids.ids)],
            "standard_text": old.standard_text,
            "date_issue": today,
            "date_first_issue": old.date_first_issue or old.date_issue,
            "date_start": today,
            "date_end": end,
            "token": self.env["brand.certificate.version"]._new_token(),
        }
