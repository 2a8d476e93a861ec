import unicodedata
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..bank import layouts, writer

# Whoever changes one of these maintains the account, and cannot be the one who checks it
_IDENTITY_FIELDS = frozenset(
    {
        "acc_number",
        "sanitized_acc_number",  # stored beside the number; the bank's file carries this one
        "acc_holder_name",
        "bank_id",
        "bank_name",
        "clearing_number",
        "partner_id",
        "holder_kind",
    }
)


class ResPartnerBank(models.Model):
    """What awards add: who maintains an account, who checked it, and whether it may be paid."""

    _inherit = "res.partner.bank"

    holder_kind = fields.Selection(
        [("corporate", "Corporate account"), ("personal", "Personal account")],
        compute="_compute_holder_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    holder_reason = fields.Char(
        "Reason for Another Holder Name",
        tracking=True,
        help="Where the account is not in the recipient's own name, such as a recent renaming.",
    )
    maintained_by_id = fields.Many2one("res.users", "Entered by", readonly=True, copy=False)
    trusted_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    trusted_on = fields.Datetime("Checked on", readonly=True, copy=False)

    @api.depends("partner_id")
    def _compute_holder_kind(self):
        for account in self:
            account.holder_kind = "corporate" if account.partner_id.is_company else "personal"

    # -- guards ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: the cities' own accounts are nobody's claim to money
        asked = [vals.get("partner_id") for vals in vals_list]
        own = self.env["res.company"].sudo().search([("partner_id", "in", asked)])
        cities = own.partner_id.ids
        for vals in vals_list:
            if not self.env.su:
                self._drop_system_fields(vals)
            vals["maintained_by_id"] = self.env.uid
            if vals.get("partner_id") not in cities:
                # checked by a second person only, whoever creates it
                vals["allow_out_payment"] = False
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._drop_system_fields(vals)
        changed = _IDENTITY_FIELDS.intersection(vals)
        if changed and vals.get("allow_out_payment") is not False:
            self._refuse_change_of_checked(vals, changed)
        if vals.get("allow_out_payment"):
            self._check_second_person(bool(changed))
            vals = {
                **vals,
                "trusted_by_id": self.env.uid,
                "trusted_on": fields.Datetime.now(),
            }
        elif "allow_out_payment" in vals:
            vals = {**vals, "trusted_by_id": False, "trusted_on": False}
        if changed:
            vals = {**vals, "maintained_by_id": self.env.uid}
        result = super().write(vals)
        if changed or not {"allow_out_payment", "active"}.isdisjoint(vals):
            self._take_claims_out()
        return result

    def _take_claims_out(self):
        """Claims leave batches that have not gone to the bank, where the account was changed."""
        # sudo: whoever maintains accounts need not see disbursements
        lines = (
            self.env["award.disbursement.line"]
            .sudo()
            .search(
                [
                    ("bank_account_id", "in", self.ids),
                    ("result", "=", "pending"),
                    ("disbursement_id.state", "in", ("draft", "confirmed")),
                ]
            )
        )
        lines.filtered(
            lambda line: (
                not line.bank_account_id.allow_out_payment
                or not line.bank_account_id.active
                or line._account_has_changed()
            )
        )._leave_for_account()

    @api.model
    def _drop_system_fields(self, vals):
        for name in ("maintained_by_id", "trusted_by_id", "trusted_on"):
            vals.pop(name, None)

    def _refuse_change_of_checked(self, vals, changed):
        for account in self.filtered("allow_out_payment"):
            different = [
                name
                for name in changed
                if account._fields[name].convert_to_write(account[name], account)
                != (vals[name] or False)
            ]
            if different:
                raise UserError(
                    self.env._(
                        "%s has been checked. Withdraw the check first, then change it.",
                        account.display_name,
                    )
                )

    def _check_second_person(self, changes_too):
        """A checker who maintains the account himself checks nothing."""
        own = self.filtered(lambda a: a.maintained_by_id == self.env.user)
        if own or changes_too:
            raise UserError(
                self.env._(
                    "%s: you entered this account yourself. Somebody else must check it.",
                    ", ".join((own or self).mapped("display_name")),
                )
            )

    def action_trust(self):
        """Check the account against its proof, so that money may be sent to it.

        For users with the right to validate bank accounts, other than the one who entered it.
        """
        self.check_access("read")
        if not self.env.user.has_group("account.group_validate_bank_account"):
            raise UserError(self.env._("Users with the right to validate bank accounts do this."))
        # sudo: the right to validate is enough, the right to edit contacts is not needed
        self.sudo().write({"allow_out_payment": True})
        return True

    # -- use for rewards -----------------------------------------------------------------------------

    @api.model
    def _enter_for(self, partner, number, holder_name, bank_name, cnaps=None, reason=None):
        """Account that the recipient itself enters in the portal; finds it if it is there already.

        :param partner: the recipient; its users are checked by the caller
        :return: the account, not yet checked by a second person
        """
        # sudo: portal users cannot write accounts; this one is of their own enterprise
        Account = self.sudo()
        partner = partner.commercial_partner_id
        found = Account.search(
            [("partner_id", "=", partner.id), ("acc_number", "=", number)], limit=1
        )
        vals = {
            "acc_holder_name": holder_name,
            "clearing_number": cnaps or False,
            "bank_id": self._bank_named(bank_name).id,
            "holder_reason": reason or False,
        }
        if not found:
            return Account.create({"partner_id": partner.id, "acc_number": number, **vals})
        same = all(
            found._fields[name].convert_to_write(found[name], found) == value
            for name, value in vals.items()
        )
        if not same:
            found.write({"allow_out_payment": False})
            found.write(vals)
        return found

    @api.model
    def _bank_named(self, name):
        Bank = self.env["res.bank"].sudo()
        name = (name or "").strip()
        if not name:
            return Bank
        return Bank.search([("name", "=", name)], limit=1) or Bank.create({"name": name})

    def _check_usable_by(self, partner):
        """Refuse an account that cannot be paid for ``partner``, naming every reason at once."""
        problems = self._account_problems(partner)
        if problems:
            raise UserError("\n".join(f"• {text}" for text in problems))

    def _account_problems(self, partner):
        """What is wrong with the account for this recipient, whether or not it was checked."""
        _ = self.env._
        if not self:
            return [_("No bank account has been confirmed.")]
        self.ensure_one()
        if self.partner_id.commercial_partner_id != partner.commercial_partner_id:
            return [_("This account belongs to somebody else.")]
        texts = []
        is_person = self.holder_kind == "personal" or not self.partner_id.is_company
        if partner.is_company and is_person:
            texts.append(_("An enterprise is not paid to a person's account."))
        if not self.active:
            texts.append(_("The account is archived."))
        same = _normalised(self.acc_holder_name) == _normalised(partner.name)
        if not same and not self.holder_reason:
            texts.append(
                _(
                    "The account is in the name of “%(holder)s”, not of “%(name)s”: give the reason.",
                    holder=self.acc_holder_name or "",
                    name=partner.name,
                )
            )
        return texts + self._file_problems()

    def _payment_problems(self, partner):
        """As ``_account_problems``, and the check by a second person."""
        texts = self._account_problems(partner)
        if self and not self.allow_out_payment:
            texts.append(self.env._("The bank account still has to be checked by a second person."))
        return texts

    def _file_problems(self):
        """What the bank's file could not carry (pure: bank.writer)."""
        # sudo: the city's own bank is not secret, its journal is
        own_bank = self.env.company.sudo()._award_own_bank()
        line = self._to_line(1, "1.00", "-", own_bank)
        return [
            self._file_problem_text(problem)
            for problem in writer.line_problems([line], layouts.GENERAL)
        ]

    def _to_line(self, sequence, amount, purpose, own_bank=None):
        """A payment line of the bank's file for this account; ``amount`` is text with two places."""
        self.ensure_one()
        return layouts.Line(
            sequence=sequence,
            account_name=(self.acc_holder_name or "").strip(),
            account_number=self.sanitized_acc_number or "",
            bank_name=(self.bank_id.name or "").strip(),
            cnaps=(self.clearing_number or "").strip(),
            amount=Decimal(amount),
            purpose=purpose,
            is_own_bank=bool(own_bank and self.bank_id == own_bank),
        )

    @api.model
    def _file_problem_text(self, problem):
        """A problem of the bank's file in office language."""
        _ = self.env._
        names = {
            "account_name": _("account holder"),
            "account_number": _("account number"),
            "bank_name": _("bank and branch"),
            "cnaps": _("CNAPS code"),
            "purpose": _("purpose"),
        }
        field = names.get(problem.params.get("key"), "")
        texts = {
            "no_lines": _("There is nothing to pay."),
            "text_missing": _("%s is missing.", field),
            "text_unclean": _(
                "%s begins or ends with a blank, or holds a control character.", field
            ),
            "account_number_format": _("The account number is not one: digits, 5 to 40 places."),
            "cnaps_missing": _("The CNAPS code (12 digits) is missing; other banks need it."),
            "cnaps_format": _("The CNAPS code has 12 digits."),
            "purpose_too_long": _("The purpose is too long for the bank's file."),
            "amount_not_positive": _("The amount is not above 0."),
            "amount_not_whole_fen": _("The amount is not in whole fen."),
        }
        return texts.get(problem.code, problem.code)


def _normalised(name):
    """A holder's name without regard to full or half width and blanks."""
    return "".join(unicodedata.normalize("NFKC", name or "").split())
