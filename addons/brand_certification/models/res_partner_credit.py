from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """Credit standing of an enterprise: what follows today from its credit records."""

    _inherit = "res.partner"

    credit_record_ids = fields.One2many("brand.credit.record", "partner_id", "Credit Records")
    credit_state = fields.Selection(
        [("normal", "Normal"), ("blacklisted", "Blacklisted")],
        "Credit Standing",
        compute="_compute_credit",
        inverse="_inverse_credit",
        search="_search_credit_state",
        compute_sudo=True,
        help="Follows from the credit records. Writing it adds a listing, or a repair of today.",
    )
    credit_reason = fields.Char(
        "Reason for Listing",
        compute="_compute_credit",
        inverse="_inverse_credit",
        compute_sudo=True,
    )
    credit_from = fields.Date(
        "Listed from", compute="_compute_credit", inverse="_inverse_credit", compute_sudo=True
    )
    credit_to = fields.Date(
        "Listed until", compute="_compute_credit", inverse="_inverse_credit", compute_sudo=True
    )

    @api.depends(
        "credit_record_ids.date_from",
        "credit_record_ids.date_to",
        "credit_record_ids.repaired_on",
        "credit_record_ids.void_reason",
    )
    def _compute_credit(self):
        """The first of this enterprise's own listings in force; what follows predecessors is
        :meth:`_credit_listings`."""
        today = self.env["brand.workday"]._today()
        Record = self.env["brand.credit.record"]
        listed = {}
        domain = Record._domain_in_force(today) & fields.Domain("partner_id", "in", self.ids)
        for record in Record.search(domain, order="date_from, id"):
            listed.setdefault(record.partner_id.id, record)
        for partner in self:
            record = listed.get(partner._origin.id, Record)
            partner.credit_state = "blacklisted" if record else "normal"
            partner.credit_reason = record.reason
            partner.credit_from = record.date_from
            partner.credit_to = record.date_to

    @api.model
    def _search_credit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        Record = self.env["brand.credit.record"]
        in_force = Record._domain_in_force(self.env["brand.workday"]._today())
        listed = fields.Domain("credit_record_ids", "any!", in_force)
        found = fields.Domain.FALSE
        if "blacklisted" in value:
            found |= listed
        if "normal" in value or False in value:
            found |= ~listed
        return found

    def _inverse_credit(self):
        """A standing that is written becomes a record: the lists of a client that knows no other way.

        Access is that of credit records. ``normal`` repairs what is in force, as of today.
        """
        Record = self.env["brand.credit.record"]
        today = self.env["brand.workday"]._today()
        asked = [(p, p.credit_state, p.credit_reason, p.credit_from, p.credit_to) for p in self]
        for partner, state, reason, date_from, date_to in asked:
            running = Record.search(
                Record._domain_in_force(today) & fields.Domain("partner_id", "=", partner.id)
            )
            if state == "normal" and running:
                running.action_repair(today, self.env._("Standing set to normal"))
            elif state == "blacklisted" and not running:
                if not (reason and date_from):
                    raise ValidationError(
                        self.env._("A blacklisting needs its reason and the day it begins.")
                    )
                Record.create(
                    {
                        "partner_id": partner.id,
                        "reason": reason,
                        "date_from": date_from,
                        "date_to": date_to,
                    }
                )
        self.invalidate_recordset(["credit_state", "credit_reason", "credit_from", "credit_to"])

    # -- what steps ask ------------------------------------------------------------------------

    def _credit_listings(self, on):
        """Listings in force on a date, of this enterprise and those it lives on in.

        sudo: a listing counts whether or not the acting user may read the other firm.
        """
        own = self.commercial_partner_id.sudo()
        lineage = own._lineage()
        lineage = lineage.with_prefetch({*own._prefetch_ids, *lineage.ids})
        # read and filtered, not searched: a batch of cases costs one query, not one a case
        return lineage.credit_record_ids.filtered(lambda r: r._status_on(on) == "running")

    def _is_blacklisted(self, on):
        """Whether the enterprise, or one it lives on in, is blacklisted on a date (both ends in;
        from the day of a repair on it is not)."""
        self.ensure_one()
        return bool(self._credit_listings(on))

    def _credit_words(self, on):
        """Why the enterprise is blacklisted on a date, naming another firm of its lineage."""
        self.ensure_one()
        own = self.commercial_partner_id
        return "; ".join(
            record.reason
            if record.partner_id == own
            else f"{record.partner_id.name}: {record.reason}"
            for record in self._credit_listings(on)
        )
