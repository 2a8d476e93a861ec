from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..scheme import uscc

# What is known of a listing later; the rest stands as it was entered
_LATER = frozenset(
    {"repaired_on", "repair_document_no", "repair_file", "repair_filename", "void_reason"}
)


class BrandCreditRecord(models.Model):
    """An enterprise on a list of bad credit: who listed it, why, from when to when.

    Rows are only added: a listing ends on its last day, is repaired (信用修复) on a day, or is void
    because it was entered in error; it is never rewritten or deleted. Both ends belong to it; from
    the day of its repair on it counts no more.
    """

    _name = "brand.credit.record"
    _description = "Credit Record"
    _inherit = ["brand.input.mixin"]
    _order = "date_from desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", "Enterprise", required=True, index=True, ondelete="restrict"
    )
    uscc = fields.Char(
        "Unified Social Credit Code",
        help="As listed. An import may give the code alone: the enterprise is found by it.",
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, readonly=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("abnormal", "List of abnormal operations"),
            ("serious", "List of serious dishonesty"),
            ("scheme", "Ban by the scheme"),
        ],
        "Which List",
        required=True,
        default="scheme",
    )
    reason = fields.Char("Reason for Listing", required=True)
    issuer = fields.Char("Listed by", help="The office that put the enterprise on the list.")
    document_no = fields.Char("Document No.")
    date_from = fields.Date("Listed from", required=True)
    date_to = fields.Date("Listed until", help="The last day; empty: until it is repaired.")
    repaired_on = fields.Date(readonly=True, copy=False)
    repair_document_no = fields.Char("Document of the Repair", readonly=True, copy=False)
    repair_file = fields.Binary("Proof of the Repair", attachment=True, readonly=True, copy=False)
    repair_filename = fields.Char(readonly=True, copy=False)
    void_reason = fields.Char("Void Because", readonly=True, copy=False)
    status = fields.Selection(
        [
            ("coming", "To come"),
            ("running", "In force"),
            ("ended", "Over"),
            ("repaired", "Repaired"),
            ("void", "Void"),
        ],
        compute="_compute_status",
        search="_search_status",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A listing ends on or after the day it begins.",
    )

    @api.depends("partner_id", "kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            parts = (record.partner_id.name, kinds.get(record.kind))
            record.display_name = " · ".join(filter(None, parts))

    @api.depends("date_from", "date_to", "repaired_on", "void_reason")
    def _compute_status(self):
        today = self.env["brand.workday"]._today()
        for record in self:
            record.status = record._status_on(today)

    def _status_on(self, on):
        if self.void_reason:
            return "void"
        if self.repaired_on and self.repaired_on <= on:
            return "repaired"
        if not self.date_from or on < self.date_from:
            return "coming"
        return "ended" if self.date_to and self.date_to < on else "running"

    @api.model
    def _search_status(self, operator, value):
        if operator != "in" or not set(value) <= {"running"}:
            return NotImplemented
        return self._domain_in_force(self.env["brand.workday"]._today())

    @api.model
    def _domain_in_force(self, on):
        """Listings that count on a day."""
        return (
            Domain("void_reason", "=", False)
            & Domain("date_from", "<=", on)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", on))
            & (Domain("repaired_on", "=", False) | Domain("repaired_on", ">", on))
        )

    # -- adding --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and _LATER & {name for name in vals if vals[name]}:
                raise AccessError(self.env._("A repair is recorded by its action."))
            self._find_enterprise(vals)
        defaults = {f"default_{name}" for name in _LATER}
        clean = {k: v for k, v in self.env.context.items() if k not in defaults}
        # replaced, not extended: no client's default may remain
        cleaned = self.with_context(clean)  # pylint: disable=context-overridden
        records = super(BrandCreditRecord, cleaned).create(vals_list)
        records.partner_id.invalidate_recordset(["credit_state"])
        records._hold_open_cases()
        return records

    @api.model
    def _find_enterprise(self, vals):
        """Enterprise by its code, or code by its enterprise."""
        if not vals.get("partner_id") and vals.get("uscc"):
            code = uscc.normalise(vals["uscc"])
            found = self.env["res.partner"].search(
                [("uscc", "=", code), ("parent_id", "=", False)], limit=2
            )
            if len(found) != 1:
                raise ValidationError(
                    self.env._("No single enterprise has this code here: %s", vals["uscc"])
                )
            vals["partner_id"] = found.id
        partner = self.env["res.partner"].browse(vals.get("partner_id")).commercial_partner_id
        vals.update(partner_id=partner.id, uscc=partner.uscc)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("Credit records stand as they were entered; a repair is added to them.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Credit records are never deleted; one in error is voided."))

    def _hold_open_cases(self):
        """Tell enterprises with open applications that their steps wait, and why."""
        running = self.filtered(lambda record: record.status == "running")
        # sudo: who lists an enterprise need not read its files to have them told
        applications = (
            self.env["brand.application"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", running.partner_id._lineage().ids),
                    ("state", "not in", ("draft", "certified", "rejected", "withdrawn")),
                ]
            )
        )
        for application in applications:
            listed = application.partner_id._credit_listings(self.env["brand.workday"]._today())
            application._tell_applicant(
                self.env._(
                    "This application waits while a listing is in force. Once the listing is"
                    " repaired, hand in the proof; the application then goes on:"
                ),
                listed.mapped("reason"),
            )

    # -- ending --------------------------------------------------------------------------------

    def action_repair(self, repaired_on, document_no=None, file=None, filename=None):
        """Record the repair of a listing: from that day on it counts no more.

        :param repaired_on: day of the repair, as its document says
        :raises UserError: before the listing began, in the future, or without document or proof
        """
        self._check_may_end()
        day = fields.Date.to_date(repaired_on)
        if not (document_no or file):
            raise UserError(self.env._("A repair needs its document number or its proof."))
        if not day or day > self.env["brand.workday"]._today():
            raise UserError(self.env._("The repair is dated today or earlier."))
        if any(day < record.date_from for record in self):
            raise UserError(self.env._("A listing is repaired after it began."))
        # sudo: rows are closed to everybody; this is one of two steps that add to them
        self.sudo().write(
            {
                "repaired_on": day,
                "repair_document_no": document_no,
                "repair_file": file,
                "repair_filename": filename,
            }
        )
        return True

    def action_void(self, reason=None):
        """Mark a listing as entered in error; it stays to be seen and counts no more."""
        self._check_may_end()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the listing is void."))
        # sudo: as in action_repair
        self.sudo().write({"void_reason": reason})
        return True

    def _check_may_end(self):
        # who may add a listing may add its end
        self.check_access("create")
        self.check_access("read")
        ended = self.filtered(lambda record: record.repaired_on or record.void_reason)
        if ended:
            raise UserError(
                self.env._("Ended already: %s", ", ".join(ended.mapped("display_name")))
            )

    def action_ask_end(self):
        """Open the question for the repair, or why the listing is void."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "brand.credit.repair",
            "name": self.env._("End a Listing"),
            "view_mode": "form",
            "target": "new",
            "context": {"default_record_id": self.id, "dialog_size": "medium"},
        }
