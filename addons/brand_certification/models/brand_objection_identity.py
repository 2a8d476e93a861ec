"""Who objects: kept apart, readable by the objection's officer alone."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..scheme import identity as identity_numbers
from ..scheme import uscc
from .brand_objection import OPEN_STATES

# Field of the objection -> field of the identity
_IDENTITY = {
    "objector_kind": "kind",
    "objector_name": "name",
    "objector_contact": "contact",
    "objector_number": "number",
    "objector_proof": "file",
    "objector_proof_name": "filename",
}


class BrandObjectionIdentity(models.Model):
    """Name, document and proof of one objector; written by the objection, read by its officer."""

    _name = "brand.objection.identity"
    _description = "Identity of an Objector"
    _inherit = ["brand.file.mixin"]

    objection_id = fields.Many2one(
        "brand.objection", required=True, index=True, ondelete="cascade", readonly=True
    )
    officer_id = fields.Many2one(related="objection_id.officer_id", store=True, index=True)
    company_id = fields.Many2one(related="objection_id.company_id", store=True)
    kind = fields.Selection(
        [("person", "Person"), ("unit", "Unit, with its seal")], default="person", required=True
    )
    name = fields.Char()
    contact = fields.Char()
    number = fields.Char("Identity Document or Credit Code")
    receipt_code = fields.Char(readonly=True, required=True)

    _once = models.Constraint("UNIQUE (objection_id)", "An objection has one objector.")

    @api.constrains("kind", "number")
    def _check_number(self):
        for row in self.filtered("number"):
            problem = row._number_problem(row.kind, row.number)
            if problem:
                raise ValidationError(problem)

    @api.model
    def _number_problem(self, kind, number):
        """Why this number cannot be that of a person's document or a unit's code, or None."""
        if kind == "unit":
            errors = [p for p in uscc.problems(uscc.normalise(number)) if p.level == "error"]
            return "; ".join(self.env["res.partner"]._uscc_text(p) for p in errors) or None
        texts = {
            "missing": self.env._("Enter the number of the identity document."),
            "short": self.env._("The number of the identity document is too short."),
            "check_digit": self.env._("The identity number does not fit its check digit."),
        }
        return texts.get(identity_numbers.problem(number))


class BrandObjection(models.Model):
    _inherit = "brand.objection"

    officer_id = fields.Many2one(
        "res.users", "Officer in Charge", readonly=True, copy=False, index=True
    )
    # Not stored: computed from the identity, for its officer; entered with the objection
    objector_kind = fields.Selection(
        [("person", "Person"), ("unit", "Unit, with its seal")],
        "Objector Is a",
        compute="_compute_objector",
        readonly=False,
    )
    objector_name = fields.Char("Objector", compute="_compute_objector", readonly=False)
    objector_contact = fields.Char(
        "Contact of Objector", compute="_compute_objector", readonly=False
    )
    objector_number = fields.Char(
        "Identity Document or Credit Code", compute="_compute_objector", readonly=False
    )
    objector_proof = fields.Binary(
        "Proof of Identity or Sealed Letter", compute="_compute_objector", readonly=False
    )
    objector_proof_name = fields.Char(
        "Name of the Proof", compute="_compute_objector", readonly=False
    )
    is_identity_open = fields.Boolean(compute="_compute_objector")

    @api.depends("officer_id")
    @api.depends_context("uid")
    def _compute_objector(self):
        """The identity, for the objection's officer; nothing for anybody else, the auditor too."""
        rows = self.env["brand.objection.identity"]
        if rows.has_access("read"):
            rows = rows.search([("objection_id", "in", self.ids)])
        by_objection = {row.objection_id.id: row for row in rows}
        for objection in self:
            row = by_objection.get(objection._origin.id)
            objection.is_identity_open = bool(row)
            for name, source in _IDENTITY.items():
                objection[name] = row[source] if row else False

    @api.model
    def _take_identity(self, vals):
        """Take out of ``vals`` what belongs to the identity; ``{field of the identity: value}``."""
        return {
            source: vals.pop(name)
            for name, source in _IDENTITY.items()
            if name in vals and (vals[name] or name != "objector_kind")
        }

    def _change_identity(self, vals):
        """Complete what is known of the objector; by the officer in charge, before the inquiry."""
        for objection in self:
            if not self.env.su and objection.officer_id != self.env.user:
                raise AccessError(
                    self.env._("Who objects is known to the officer in charge alone.")
                )
            if objection.state != "received":
                raise UserError(
                    self.env._("The objector of %s can no longer be changed.", objection.name)
                )
        # sudo: identities are written through their objections only
        rows = self.env["brand.objection.identity"].sudo()
        rows = rows.search([("objection_id", "in", self.ids)])
        rows.write(vals)
        for row in rows:
            row.objection_id.is_named = bool((row.name or "").strip())
        self.invalidate_recordset(list(_IDENTITY))

    def _check_identity_proven(self):
        """:raises UserError: where an objection has a name and nothing that proves it"""
        # sudo: whether there is a proof is asked, who it is stays with the officer in charge
        rows = (
            self.env["brand.objection.identity"]
            .sudo()
            .search([("objection_id", "in", self.filtered(lambda o: o.kind == "objection").ids)])
        )
        bare = rows.filtered(lambda row: not row.number and not row.sha256).objection_id
        if bare:
            raise UserError(
                self.env._(
                    "Enter what proves the identity of the objector (document, code or sealed"
                    " letter), or keep it as a clue: %s",
                    ", ".join(bare.mapped("name")),
                )
            )

    # -- who is in charge ------------------------------------------------------------------------

    def action_take_charge(self):
        """Become the officer in charge of an objection that nobody has yet."""
        self.check_access("write")
        if not self.env.user.has_group("brand_certification.group_officer"):
            raise AccessError(self.env._("Officers take charge of objections."))
        self._check_uninvolved(self.env.user)
        for objection in self:
            if objection.officer_id:
                raise UserError(
                    self.env._(
                        "%(name)s is in charge already.", name=objection.sudo().officer_id.name
                    )
                )
            objection._set_officer(self.env.user, self.env._("takes charge"))
        return True

    def action_hand_over(self, user_id, reason=None):
        """Hand the objection to another officer, with the reason; by its officer or a manager.

        :param user_id: id of the new officer, who has not judged the item
        """
        self.check_access("read")
        new = self.env["res.users"].browse(user_id).exists()
        manager = self.env.user.has_group("brand_certification.group_manager")
        if not (manager or all(o.officer_id == self.env.user for o in self)):
            raise AccessError(self.env._("The officer in charge or a manager hands it over."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the hand-over."))
        # sudo: groups of another user
        if (
            new == self.env.user
            and manager
            or not (new.sudo().has_group("brand_certification.group_officer"))
        ):
            raise UserError(self.env._("Choose another officer."))
        self._check_uninvolved(new)
        for objection in self:
            objection._set_officer(new, reason)
        return True

    def _set_officer(self, user, reason):
        # sudo: the officer is set by these steps, and each is on the record
        self.sudo().officer_id = user
        self.sudo()._message_log(
            body=self.env._(
                "Officer in charge: %(name)s (%(reason)s)", name=user.sudo().name, reason=reason
            )
        )

    def action_keep_as_clue(self, reason=None):
        """The identity could not be proven: a clue, which holds nothing. By the officer in charge."""
        self.check_access("write")
        for objection in self:
            if objection.officer_id != self.env.user:
                raise AccessError(
                    self.env._("Who objects is known to the officer in charge alone.")
                )
            if objection.state not in OPEN_STATES:
                raise UserError(self.env._("%s has been ruled on.", objection.name))
            if not (reason or "").strip():
                raise UserError(self.env._("Say how the identity was checked."))
            # sudo: set by this step only
            objection.sudo().is_unproven = True
            objection.sudo()._message_log(
                body=self.env._("Kept as a clue, the identity was not proven: %s", reason)
            )
        return True


class BrandObjectionFile(models.Model):
    """A piece of evidence that came with an objection."""

    _name = "brand.objection.file"
    _description = "Evidence of an Objection"
    _inherit = ["brand.part.mixin", "brand.file.mixin"]
    _part_of = "objection_id"
    _part_states = OPEN_STATES
    _order = "objection_id, id"
    _rec_name = "filename"

    objection_id = fields.Many2one("brand.objection", required=True, index=True, ondelete="cascade")
