"""Files of a finding, and the enterprise's answers as they were handed in."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class BrandFindingFile(models.Model):
    """A file of a finding: evidence from the assessor, or proof of the correction."""

    _name = "brand.finding.file"
    _description = "File of a Finding"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "finding_id"
    _part_states = ("open",)
    _order = "finding_id, id"
    _rec_name = "filename"
    # evidence is refused below
    _guarded_otherwise = frozenset({"kind"})

    finding_id = fields.Many2one("brand.finding", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [("evidence", "Evidence of the finding"), ("correction", "Proof of the correction")],
        required=True,
        readonly=True,
        default="correction",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_evidence(any(v.get("kind", "correction") != "correction" for v in vals_list))
        return super(BrandFindingFile, self.with_context(default_kind="correction")).create(
            vals_list
        )

    def write(self, vals):
        self._refuse_evidence("evidence" in self.mapped("kind") or "kind" in vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_corrections_only(self):
        """What was handed in with an answer stays, and so does the assessor's evidence."""
        self._refuse_evidence("evidence" in self.mapped("kind"))
        told = self.filtered(
            lambda file: any(
                answer.create_date >= file.create_date for answer in file.finding_id.answer_ids
            )
        )
        if told and not self.env.su:
            raise UserError(
                self.env._("Handed in already, kept: %s", ", ".join(told.mapped("filename")))
            )

    def _refuse_evidence(self, is_evidence):
        if is_evidence and not self.env.su:
            raise AccessError(self.env._("Evidence of a finding comes from its assessor."))


class BrandFindingAnswer(models.Model):
    """Cause and correction as the enterprise handed them in, kept also when they were returned."""

    _name = "brand.finding.answer"
    _description = "Answer to a Finding"
    _inherit = ["brand.append.only.mixin"]
    _order = "finding_id, id"
    _rec_name = "finding_id"

    finding_id = fields.Many2one("brand.finding", required=True, ondelete="cascade", index=True)
    cause = fields.Text("Root Cause", required=True)
    correction = fields.Text("Correction and Corrective Action", required=True)
    user_id = fields.Many2one("res.users", "Handed in by", required=True)
