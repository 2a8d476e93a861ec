"""Transfers and files of a complaint."""

from odoo import fields, models


class BrandComplaintTransfer(models.Model):
    """A complaint sent to a department, or what the department answered. Append-only."""

    _name = "brand.complaint.transfer"
    _description = "Transfer of a Complaint"
    _inherit = ["brand.append.only.mixin"]
    _order = "id"
    _rec_name = "department"

    complaint_id = fields.Many2one("brand.complaint", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        [("sent", "Sent to the department"), ("feedback", "Feedback received")], required=True
    )
    department = fields.Char(required=True)
    text = fields.Text(required=True)
    document_no = fields.Char("Document No.")
    date = fields.Date(required=True)


class BrandComplaintFile(models.Model):
    """A file that came with a complaint."""

    _name = "brand.complaint.file"
    _description = "File of a Complaint"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "complaint_id"
    _part_states = ("received", "accepted")
    _order = "complaint_id, id"
    _rec_name = "filename"

    complaint_id = fields.Many2one("brand.complaint", required=True, index=True, ondelete="cascade")
