"""A due date that was counted over a year without a calendar says so, wherever it is shown."""

from lxml import etree

from odoo import api, fields, models


class BrandDeadlineMixin(models.AbstractModel):
    _inherit = "brand.deadline.mixin"

    due_note = fields.Char(
        "Note on the Due Date",
        compute="_compute_due_note",
        help="The calendar of the year in which the limit ends is not published yet.",
    )

    @api.depends("due_on", "due_is_provisional")
    @api.depends_context("lang")
    def _compute_due_note(self):
        for record in self:
            is_provisional = record.due_on and record.due_is_provisional
            record.due_note = self.env._("Provisional") if is_provisional else False

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Lists and forms show the note beside each due date of their own."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type not in ("list", "form") or arch.xpath("//field[@name='due_is_provisional']"):
            return arch, view
        for node in arch.xpath("//field[@name='due_on'][not(ancestor::field)]"):
            note = etree.Element("field", name="due_note", readonly="1")
            if view_type == "list":
                note.set("string", " ")
                note.set("width", "60px")
                note.set("optional", "show")
            else:
                note.set("invisible", "not due_note")
            node.addnext(note)
        return arch, view

    def _due_words(self):
        """The due date as a sentence says it, marked where it is provisional."""
        self.ensure_one()
        portal = self.env["brand.portal"]
        return portal._long_deadline(self.due_on, self.due_is_provisional)
