"""Identity numbers of persons: checked, encrypted, masked; the key stands outside the database."""

import contextlib
import hashlib
import hmac
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NotValid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import config

_KEY_FILE = "brand_identity.key"
_MASK_KEEP = 4


def _make_key(path):
    """A new key at ``path``, whole or not at all: the first of several workers makes it, all read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name) as fresh:
        fresh.write(Fernet.generate_key())
        fresh.flush()
        os.fsync(fresh.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh.name, path)


class AwardIdentityKey(models.AbstractModel):
    """The key by which identity numbers are encrypted.

    From the setting ``brand_identity_key`` of odoo.conf, else from a file beside the file store,
    made at first use and readable by the server only. Whoever has the database alone reads nothing.
    """

    _name = "award.identity.key"
    _description = "Key of Identity Numbers"

    @api.model
    def _key(self):
        configured = config.get("brand_identity_key") or os.environ.get("BRAND_IDENTITY_KEY")
        if configured:
            return configured.encode()
        path = Path(config["data_dir"]) / _KEY_FILE
        if not path.exists():
            _make_key(path)
        return path.read_bytes()

    @api.model
    def _encrypt(self, text):
        return Fernet(self._key()).encrypt(text.encode()).decode()

    @api.model
    def _decrypt(self, token):
        try:
            return Fernet(self._key()).decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise UserError(
                self.env._("The key by which this number was encrypted is not on this server.")
            ) from error

    @api.model
    def _digest(self, text):
        """The same number gives the same digest, which tells nothing without the key."""
        return hmac.new(self._key(), text.encode(), hashlib.sha256).hexdigest()


class ResPartner(models.Model):
    _inherit = "res.partner"

    identity_kind = fields.Selection(
        [("id_card", "Resident identity card"), ("passport", "Passport or other document")],
        "Identity Document",
        default="id_card",
        groups="base.group_user",
    )
    identity_number = fields.Char(
        compute="_compute_identity_number",
        inverse="_inverse_identity_number",
        copy=False,
        groups="base.group_user",
        help="Shown masked; kept encrypted.",
    )
    identity_cipher = fields.Char(copy=False, groups="base.group_system", readonly=True)
    identity_mask = fields.Char(copy=False, groups="base.group_user", readonly=True)
    identity_digest = fields.Char(copy=False, groups="base.group_system", readonly=True)

    _identity_once = models.UniqueIndex(
        "(identity_digest, COALESCE(company_id, 0)) WHERE identity_digest IS NOT NULL",
        "A person with this identity number exists already.",
    )

    @api.depends("identity_mask")
    def _compute_identity_number(self):
        for partner in self:
            partner.identity_number = partner.identity_mask

    def _inverse_identity_number(self):
        """Check, encrypt, mask. A number that comes back masked as it was shown changes nothing."""
        Key = self.env["award.identity.key"]
        for partner in self:
            number = "".join((partner.identity_number or "").split()).upper()
            if number and number == partner.identity_mask:
                continue
            partner._check_identity(number)
            # sudo: cipher and digest are the system's fields
            partner.sudo().write(
                {
                    "identity_cipher": Key._encrypt(number) if number else False,
                    "identity_digest": Key._digest(number) if number else False,
                    "identity_mask": _masked(number) if number else False,
                }
            )
        self.invalidate_recordset(["identity_number"])  # what was typed is not kept, not in cache

    def _check_identity(self, number):
        if not number:
            return
        if self.is_company:
            raise ValidationError(self.env._("Only persons have an identity number."))
        if self.identity_kind == "passport":
            if not (5 <= len(number) <= 20 and number.isalnum()):
                raise ValidationError(self.env._("This is no number of a document."))
            return
        if not _is_identity_number(number):
            raise ValidationError(
                self.env._("The identity number is not valid: 18 characters with its check digit.")
            )

    def action_reveal_identity(self, reason):
        """The number in full, for paying and tax only (award officers, finance); who saw it is kept.

        :param reason: kept in the person's history
        """
        self.ensure_one()
        return self._reveal_identities(reason)[self.id]

    def _reveal_identities(self, reason):
        """``{person's id: number in full}``; that they were seen, by whom and why, stays on record."""
        self.check_access("read")
        groups = ("brand_awards.group_award_officer", "account.group_account_invoice")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Identity numbers are for award officers and finance."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: who saw the number and why is kept."))
        # sudo: the ciphers are read for these persons only; the role was checked above
        people = self.sudo()
        text = self.env._(
            "%(user)s saw the identity number: %(reason)s",
            user=self.env.user.name,
            reason=reason.strip(),
        )
        people._message_log_batch(bodies={person.id: text for person in people})
        Key = self.env["award.identity.key"]
        return {
            person.id: Key._decrypt(person.identity_cipher) if person.identity_cipher else ""
            for person in people
        }

    def _award_key(self):
        # sudo: the digest identifies a person whoever looks, and tells nothing
        digest = self.sudo().identity_digest
        return f"person:{digest}" if digest else super()._award_key()


def _is_identity_number(number):
    """GB 11643: 17 digits with a possible day of birth, and the check digit.

    Not ``ric.validate``: it also looks the place up in a table that distributions leave out.
    """
    if len(number) != 18 or not number[:-1].isdecimal():
        return False
    try:
        ric.get_birth_date(number)
    except NotValid:
        return False
    return ric.calc_check_digit(number) == number[-1]


def _masked(number):
    """340204********1234: the first six and last four places, or the last four of other numbers."""
    head = 6 if len(number) == 18 else 0
    hidden = max(len(number) - head - _MASK_KEEP, 0)
    return number[:head] + "*" * hidden + number[len(number) - _MASK_KEEP :]
