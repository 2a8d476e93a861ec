"""The window in which words of a published notice are corrected."""

from odoo import Command, api, fields, models


class BrandNoticeCorrection(models.TransientModel):
    """Asks for corrected words of a published notice; the notice itself checks and keeps them."""

    _name = "brand.notice.correction"
    _description = "Correct a Published Notice"

    notice_id = fields.Many2one("brand.notice", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text("Reason (is published)", required=True)
    kind = fields.Selection(
        [
            ("material", "Material: somebody could have judged an item otherwise"),
            ("note", "Not material: a slip that changes no judgement"),
        ],
        required=True,
        default="material",
    )
    name = fields.Char("Title", required=True)
    introduction = fields.Text()
    document_no = fields.Char("Document No.")
    line_ids = fields.One2many("brand.notice.correction.line", "correction_id", "Items")
    new_end = fields.Date("Last Day after the Correction", compute="_compute_new_end")

    @api.model
    def default_get(self, fields):
        """Start from the words as they are published now."""
        values = super().default_get(fields)
        notice = self.env["brand.notice"].browse(values.get("notice_id"))
        values.update(
            name=notice.name,
            introduction=notice.introduction,
            document_no=notice.document_no,
            line_ids=[
                Command.create(
                    {
                        "line_id": line.id,
                        "name": line.name,
                        "holder": line.holder,
                        "district_name": line.district_name,
                        "detail": line.detail,
                    }
                )
                for line in notice.line_ids
            ],
        )
        return values

    @api.depends("kind", "notice_id")
    def _compute_new_end(self):
        Day = self.env["brand.workday"]
        for wizard in self:
            end = Day._calendar().add_working_days(Day._today(), wizard.notice_id.days or 1)
            is_material = wizard.kind == "material"
            wizard.new_end = end.date if is_material else wizard.notice_id.date_end

    def action_confirm(self):
        """Hand the words to the notice: see ``brand.notice.action_correct``."""
        self.ensure_one()
        names = ("name", "holder", "district_name", "detail")
        self.notice_id.action_correct(
            reason=self.reason,
            is_material=self.kind == "material",
            changes={
                "name": self.name,
                "introduction": self.introduction,
                "document_no": self.document_no,
                "lines": {
                    line.line_id.id: {name: line[name] for name in names} for line in self.line_ids
                },
            },
        )
        return {"type": "ir.actions.act_window_close"}


class BrandNoticeCorrectionLine(models.TransientModel):
    """The words of one item in a correction."""

    _name = "brand.notice.correction.line"
    _description = "Item to Correct"

    correction_id = fields.Many2one(
        "brand.notice.correction", required=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one("brand.notice.line", required=True, readonly=True, ondelete="cascade")
    name = fields.Char("Item", required=True)
    holder = fields.Char("Enterprise", required=True)
    district_name = fields.Char("District")
    detail = fields.Char("Remark")
