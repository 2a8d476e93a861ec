"""The list of a joint check goes out as a spreadsheet and comes back with replies."""

import base64

from odoo import models

from ..scheme import joint_sheet
from .ir_actions_report import PAPER_LANG


class BrandJointCheck(models.Model):
    _inherit = "brand.joint.check"

    def action_export_sheet(self):
        """Download the list for the department (XLSX)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/brand/joint-check/{self.id}/sheet",
            "target": "download",
        }

    def action_open_import(self):
        """Open the import of a sheet that came back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.joint.import",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Read Replies from a Sheet"),
            "context": {"default_check_id": self.id},
        }

    def _sheet(self):
        """The list as XLSX bytes, in the language of the city's papers."""
        self.ensure_one()
        self.check_access("read")
        check = self.with_context(lang=PAPER_LANG)
        heads, replies = check._sheet_words()
        rows = [
            joint_sheet.Row(
                line._sheet_key(),
                line.enterprise_name,
                line.uscc or "",
                line.products or "",
                replies.get(line.reply, ""),
                line.details or "",
                line.replied_by or "",
            )
            for line in check.line_ids
        ]
        return joint_sheet.write(check._sheet_title(), rows, heads, replies)

    def _sheet_title(self):
        # sudo: names of programme and department, for a department that does not read them
        check = self.sudo()
        return check.env._(
            "%(program)s: joint check by %(department)s, as of %(cutoff)s",
            program=check.program_id.name,
            department=check.department_id.name,
            cutoff=check.env["brand.portal"]._long_date(check.date_cutoff),
        )

    def _sheet_words(self):
        _ = self.env._
        heads = {
            "key": _("Line No."),
            "name": _("Name of the enterprise"),
            "uscc": _("Unified social credit code"),
            "products": _("Products Concerned"),
            "reply": _("Reply"),
            "details": _("What is known"),
            "replied_by": _("Answer Given by"),
        }
        return heads, {"clear": _("Nothing known"), "hit": _("Hit")}

    def _read_sheet(self, content):
        """Replies of a sheet that came back: ``(replies, [(row, sentence)])``; writes nothing."""
        self.ensure_one()
        heads, words = self.with_context(lang=PAPER_LANG)._sheet_words()
        asked = {line._sheet_key(): line.enterprise_name for line in self.line_ids}
        replies, problems = joint_sheet.read(base64.b64decode(content), asked, heads, words)
        return replies, [(row, self._sheet_problem_text(reason)) for row, reason in problems]

    def _sheet_problem_text(self, reason):
        _ = self.env._
        texts = {
            "not_a_sheet": _("The file is not an XLSX sheet."),
            "column_missing": _("The column “%(column)s” is missing."),
            "key_unknown": _("Line No. “%(key)s” is not in this list."),
            "key_twice": _("Line No. “%(key)s” stands twice."),
            "name_differs": _("The line is of %(expected)s, the sheet says %(found)s."),
            "reply_unknown": _("“%(found)s” is no reply; allowed: %(allowed)s."),
            "details_missing": _("A hit needs its details."),
            "formula": _("“%(column)s” holds a formula; enter text."),
        }
        return texts[reason.code] % reason.params

    def _take_replies(self, replies):
        """Write replies that were read, as far as they say something new."""
        by_key = {line._sheet_key(): line for line in self.line_ids}
        for reply in replies:
            line = by_key[reply.key]
            if (line.reply, line.details or "") != (reply.reply, reply.details):
                line.action_reply(reply.reply, reply.details, reply.replied_by)


class BrandJointCheckLine(models.Model):
    _inherit = "brand.joint.check.line"

    def _sheet_key(self):
        self.ensure_one()
        return f"L{self.id}"
