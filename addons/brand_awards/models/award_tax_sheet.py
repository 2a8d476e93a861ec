"""The list of tax withheld with identity numbers in full, as the tax return asks for them."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .award_sheet import Column
from .award_sheet_lists import TAX

# As TAX, with the numbers in full
TAX_IN_FULL = "tax_in_full"
_IDENTITY = "partner_id.identity_mask"


class AwardDisbursement(models.Model):
    _inherit = "award.disbursement"

    def action_export_tax_in_full(self, reason):
        """The tax withheld from persons as XLSX, with identity numbers in full (finance only).

        :param reason: kept in the history of each person and of each batch, each time it is fetched
        """
        self.check_access("read")
        self.env["award.disbursement.line"]._check_tax_in_full(reason)
        action = self.action_export_tax()
        # sudo: the choice of this user, made by the line above
        sheet = self.env["award.sheet"].sudo().browse(int(action["url"].rpartition("/")[2]))
        sheet.write({"kind": TAX_IN_FULL, "reason": reason.strip()})
        return action


class AwardDisbursementLine(models.Model):
    _inherit = "award.disbursement.line"

    @api.model
    def _check_tax_in_full(self, reason):
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Lists with identity numbers in full are for finance."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: who saw the number and why is kept."))

    @api.model
    def _sheet_title(self, kind):
        if kind == TAX_IN_FULL:
            return self.env._("Tax withheld, numbers in full")
        return super()._sheet_title(kind)

    @api.model
    def _sheet_columns(self, kind):
        return super()._sheet_columns(TAX if kind == TAX_IN_FULL else kind)

    @api.model
    def _write_sheet(self, target, domain, kind="list", reason=None):
        if kind != TAX_IN_FULL:
            return super()._write_sheet(target, domain, kind)
        self._check_tax_in_full(reason)
        lines = self.search(domain)
        numbers = lines.partner_id._reveal_identities(reason)
        of_line = {line.id: numbers[line.partner_id.id] for line in lines}
        for batch in lines.disbursement_id:
            # sudo: finance may read the batch; that its numbers were taken away is kept
            batch.sudo()._message_log(
                body=self.env._(
                    "%(user)s took the tax list with identity numbers in full: %(reason)s",
                    user=self.env.user.name,
                    reason=reason,
                )
            )
        columns = self._sheet_columns(kind)
        place = [column.paths for column in columns].index((_IDENTITY,))
        return self._write_rows(target, columns, self._unmasked(domain, columns, place, of_line))

    @api.model
    def _unmasked(self, domain, columns, place, of_line):
        for line_id, *row in self._sheet_rows(domain, [Column("", "id"), *columns]):
            row[place] = of_line[line_id]
            yield row
