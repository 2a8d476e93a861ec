from odoo import api, fields, models
from odoo.exceptions import UserError


class BrandJointImport(models.TransientModel):
    """Reads a department's sheet: first what would be taken and what is wrong by row, then takes
    it. Nothing is taken while a row is wrong."""

    _name = "brand.joint.import"
    _description = "Read Replies from a Sheet"

    check_id = fields.Many2one("brand.joint.check", required=True, ondelete="cascade")
    file = fields.Binary("Sheet (XLSX)", required=True, attachment=False)
    filename = fields.Char()
    clear_count = fields.Integer("Nothing Known", compute="_compute_preview")
    hit_count = fields.Integer("Hits", compute="_compute_preview")
    waiting_count = fields.Integer("Still without Reply", compute="_compute_preview")
    problems = fields.Text("What Is Wrong, by Row", compute="_compute_preview")

    @api.depends("file", "check_id")
    def _compute_preview(self):
        """The dry run: reads the sheet and writes nothing."""
        for wizard in self:
            replies, problems = wizard._read()
            codes = [reply.reply for reply in replies]
            wizard.clear_count = codes.count("clear")
            wizard.hit_count = codes.count("hit")
            wizard.waiting_count = len(wizard.check_id.line_ids) - len(codes)
            wizard.problems = (
                "\n".join(wizard._row_text(row, text) for row, text in problems) or False
            )

    def _read(self):
        # as raw content, whatever the form asks for
        content = self.with_context(bin_size=False).file
        if not content or not self.check_id:
            return [], []
        return self.check_id._read_sheet(content)

    def _row_text(self, row, text):
        if not row:
            return text
        return self.env._("Row %(row)s: %(text)s", row=row, text=text)

    def action_import(self):
        """Take all replies of the sheet; refused while a row is wrong."""
        self.ensure_one()
        replies, problems = self._read()
        if problems:
            raise UserError(
                self.env._(
                    "Nothing was taken. Correct the sheet and read it again:\n%s",
                    "\n".join(self._row_text(row, text) for row, text in problems),
                )
            )
        if not replies:
            raise UserError(self.env._("The sheet holds no reply."))
        self.check_id._take_replies(replies)
        return {"type": "ir.actions.act_window_close"}
