from odoo import fields, models


class AwardPersonAccount(models.TransientModel):
    """Takes a person's account down from the paper that the person signed.

    Enterprises name theirs in the portal; most persons have no user there.
    """

    _name = "award.person.account"
    _description = "Account of a Person"

    claim_id = fields.Many2one("award.claim", required=True, readonly=True)
    holder_name = fields.Char(
        "Account Holder",
        required=True,
        default=lambda self: self._default_holder_name(),
        help="As on the bank card; another name than the person's needs its reason.",
    )
    number = fields.Char("Account Number", required=True)
    bank_name = fields.Char("Bank Branch", required=True, help="In full, as on the paper.")
    cnaps = fields.Char("CNAPS Code", help="Twelve digits; not needed at the bank that pays.")
    reason = fields.Char("Reason for Another Holder")

    def _default_holder_name(self):
        claim = self.env["award.claim"].browse(self.env.context.get("default_claim_id"))
        return claim.partner_id.name

    def action_apply(self):
        """Keep the account and name it for the claim; another person checks it and reviews."""
        self.ensure_one()
        claim = self.claim_id
        claim.check_access("read")
        claim._check_officer()
        account = self.env["res.partner.bank"]._enter_for(
            claim.partner_id,
            "".join(self.number.split()),
            self.holder_name.strip(),
            self.bank_name,
            "".join((self.cnaps or "").split()),
            self.reason,
        )
        claim.action_enter_account(account.id)
        return True
