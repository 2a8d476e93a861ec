"""Cases and certificates of a body that can no longer look after them go to another."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .brand_evaluation import LEFT_STATES
from .transition_mixin import transition

OPEN_CASES = ("submitted", "returned", "accepted", "evaluating", "evaluated", "notice", "decided")
RUNNING = ("valid", "suspended")


class BrandBodyTransfer(models.Model):
    """The decision by which another body takes over cases and certificates.

    A body that loses its approval or leaves the alliance cannot work on; what it has in hand goes
    to another member that is accredited for it.
    """

    _name = "brand.body.transfer"
    _description = "Transfer to Another Body"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "date desc, id desc"

    _initial_state = "draft"
    _transitions = {"action_decide": (("draft",), "decided", "brand_certification.group_manager")}
    _write_windows = dict.fromkeys(
        ("from_id", "to_id", "reason", "evaluations", "evaluation_reason", "date", "line_ids"),
        ("draft",),
    )
    _system_fields = frozenset({"document_no"})

    from_id = fields.Many2one("brand.body", "Body Handing Over", required=True, index=True)
    to_id = fields.Many2one(
        "brand.body",
        "Body Taking Over",
        required=True,
        domain="[('state', '=', 'member'), ('id', '!=', from_id)]",
        index=True,
    )
    company_id = fields.Many2one(related="from_id.company_id", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("decided", "Transfer decided")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(required=True, default=lambda self: self.env["brand.workday"]._today())
    reason = fields.Text(required=True, help="Holders and applicants are told it.")
    document_no = fields.Char("Document No.", readonly=True, copy=False)
    evaluations = fields.Selection(
        [
            ("continue", "Go on, and what is finished counts"),
            ("close", "Are closed with a record; the new body evaluates anew"),
        ],
        "Evaluations in Work",
        required=True,
        default="close",
    )
    evaluation_reason = fields.Text(
        "Why So", required=True, help="Kept with each evaluation that is closed."
    )
    line_ids = fields.One2many("brand.body.transfer.line", "transfer_id", "Cases and Certificates")
    blockers = fields.Text("What Blocks the Decision", compute="_compute_blockers")

    _two_bodies = models.Constraint(
        "CHECK (from_id <> to_id)", "A transfer goes from one body to another."
    )

    @api.depends("from_id.name", "to_id.name")
    def _compute_display_name(self):
        for transfer in self:
            transfer.display_name = f"{transfer.from_id.name} → {transfer.to_id.name}"

    @api.depends("line_ids", "to_id", "state")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for transfer in self:
            texts = transfer._blocking_texts() if transfer.state == "draft" else ()
            transfer.blockers = "\n".join(texts) or False

    def _blocking_texts(self):
        _ = self.env._
        if not self.line_ids:
            return [_("Nothing is on the list.")]
        today = self.env["brand.workday"]._today()
        # sudo: whether a case may be taken over follows from scope and state, not from who asks
        refusals = [line._refusal(today) for line in self.sudo().line_ids]
        return list(dict.fromkeys(filter(None, refusals)))

    def action_fill(self):
        """Put every open case and running certificate of the old body on the list."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self._names_with_state())
        of_body = Domain("body_id", "=", self.from_id.id)
        applications = self.env["brand.application"].search(
            of_body & Domain("state", "in", OPEN_CASES)
        )
        certificates = self.env["brand.certificate"].search(
            of_body & Domain("state", "in", RUNNING)
        )
        listed = self.line_ids
        self.env["brand.body.transfer.line"].create(
            [
                {"transfer_id": self.id, "application_id": application.id}
                for application in applications - listed.application_id
            ]
            + [
                {"transfer_id": self.id, "certificate_id": certificate.id}
                for certificate in certificates - listed.certificate_id
            ]
        )
        return True

    @transition
    def action_decide(self, document_no=None):
        """Transfer what is on the list, under the number of the decision.

        In this order: checks of every line, evaluations closed where the decision says so, cases
        and certificates handed over, an event in each certificate's public history, messages to
        applicants, holders and both bodies.

        :raises UserError: a line is closed, or outside the new body's scope
        """
        if not (document_no or "").strip():
            raise UserError(self.env._("Enter the document number of the decision."))
        for transfer in self:
            texts = transfer._blocking_texts()
            if texts:
                raise UserError("\n".join(f"• {text}" for text in texts))
            # sudo: cases and certificates change hands by this decision only
            transfer = transfer.sudo()
            transfer.document_no = document_no
            transfer._hand_over_cases()
            transfer._hand_over_certificates()
            transfer._tell_bodies()

    def _hand_over_cases(self):
        applications = self.line_ids.application_id
        if self.evaluations == "close":
            open_ones = applications.filtered(lambda a: a.state in ("accepted", "evaluating"))
            working = open_ones.evaluation_ids.filtered(lambda e: e.state not in LEFT_STATES)
            if working:
                working.action_void(reason=self._void_text())
        applications.write({"body_id": self.to_id.id})
        text = self.env._(
            "Your application is now evaluated by %(new)s in place of %(old)s (%(document)s).",
            new=self.to_id.name,
            old=self.from_id.name,
            document=self.document_no,
        )
        applications._tell_applicants({a.id: (text, [self.reason]) for a in applications})

    def _void_text(self):
        return self.env._(
            "Closed by the transfer %(document)s: %(reason)s",
            document=self.document_no,
            reason=self.evaluation_reason,
        )

    def _hand_over_certificates(self):
        certificates = self.line_ids.certificate_id
        certificates.write({"body_id": self.to_id.id})
        certificates._add_event(
            "change",
            self.env._(
                "Certification body: %(old)s → %(new)s. %(reason)s",
                old=self.from_id.name,
                new=self.to_id.name,
                reason=self.reason,
            ),
            self.document_no,
        )

    def _tell_bodies(self):
        subject = self.env._("Transfer of cases and certificates, %s", self.document_no)
        names = self.line_ids.mapped("display_name")
        for body in self.from_id | self.to_id:
            self.env["brand.digest"]._tell(body, body.partner_id, subject, names)


class BrandBodyTransferLine(models.Model):
    """One case or certificate that changes hands."""

    _name = "brand.body.transfer.line"
    _description = "Case or Certificate Transferred"
    _inherit = ["brand.part.mixin"]
    _part_of = "transfer_id"
    _order = "transfer_id, id"

    transfer_id = fields.Many2one(
        "brand.body.transfer", required=True, ondelete="cascade", index=True
    )
    application_id = fields.Many2one("brand.application", index="btree_not_null")
    certificate_id = fields.Many2one("brand.certificate", index="btree_not_null")
    holder_id = fields.Many2one("res.partner", "Enterprise", compute="_compute_holder_id")
    refusal = fields.Char("What Speaks against It", compute="_compute_refusal")

    _one_subject = models.Constraint(
        "CHECK ((certificate_id IS NULL) <> (application_id IS NULL))",
        "A line is about a certificate or an application.",
    )
    _application_once = models.UniqueIndex("(transfer_id, application_id)")
    _certificate_once = models.UniqueIndex("(transfer_id, certificate_id)")

    @api.depends("application_id.partner_id", "certificate_id.partner_id")
    def _compute_holder_id(self):
        for line in self:
            line.holder_id = line.application_id.partner_id or line.certificate_id.partner_id

    @api.depends("application_id", "certificate_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (line.application_id or line.certificate_id).display_name or ""

    @api.depends("application_id", "certificate_id", "transfer_id.to_id", "transfer_id.state")
    @api.depends_context("lang")
    def _compute_refusal(self):
        today = self.env["brand.workday"]._today()
        for line in self:
            is_open = line.transfer_id.state == "draft"
            # sudo: as in _blocking_texts
            line.refusal = is_open and line.sudo()._refusal(today) or False

    def _refusal(self, on):
        """Why the line cannot be transferred, as a sentence; empty if nothing is against it."""
        self.ensure_one()
        _ = self.env._
        subject = self.application_id or self.certificate_id
        if subject.body_id != self.transfer_id.from_id:
            return _(
                "%s does not belong to the body from which it is transferred.", subject.display_name
            )
        if subject.state not in (OPEN_CASES if self.application_id else RUNNING):
            return _(
                "%s is closed and stays with its body.",
                subject._names_with_state(),
            )
        if not self.transfer_id.to_id:
            return ""
        return self.transfer_id.to_id._work_refusal(on, subject.product_id)
