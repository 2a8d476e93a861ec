"""A conflict of interest that comes to light after an assessor has scored, or after decisions."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .brand_evaluation import LEFT_STATES
from .brand_relation import KINDS
from .transition_mixin import transition

BODY = "brand_certification.group_body"
APPROVER = "brand_certification.group_approver"
_REPORTERS = (
    "brand_certification.group_officer",
    "brand_certification.group_reviewer",
    "brand_certification.group_complaint",
)
_TOLD = ("application_id", "evaluation_id", "kind", "fact", "source", "file_ids")
# Within which the body rules, working days (as for objections)
RULING_DAYS = 10
# Decided by the city: only the city takes these back
CITY_DECIDED = ("decided", "certified")


class BrandConflict(models.Model):
    """Reported with evidence by the office or the body, ruled on by the body whose evaluation it is.

    Confirmed, the evaluation is void and its assessor sees nothing of the case any more. What only
    the body has decided goes back at once; where the city has granted the grade, its approver takes
    the case back. A certificate that was issued meanwhile is not touched: its suspension is proposed
    to who decides on it (认证认可条例 13; ISO/IEC 17065, 4.2 and 7.11).
    """

    _name = "brand.conflict"
    _description = "Conflict of Interest Found Late"
    _inherit = ["brand.transition.mixin", "mail.thread", "brand.deadline.mixin"]
    _order = "id desc"
    _rec_name = "application_id"

    _initial_state = "draft"
    _transitions = {
        "action_report": (("draft",), "reported", _REPORTERS),
        "action_confirm": (("reported",), "confirmed", (BODY, APPROVER)),
        "action_dismiss": (("reported",), "dismissed", (BODY, APPROVER)),
        "action_take_back": (("confirmed",), "taken_back", APPROVER),
    }
    # A body rules as it certifies, the city as it approves: who evaluated or reviewed does neither
    _duties = {
        "action_confirm": "certify",
        "action_dismiss": "certify",
        "action_take_back": "approve",
    }
    _write_windows = dict.fromkeys(_TOLD, ("draft",))
    _system_fields = frozenset(
        {"reported_by_id", "reported_on", "ruling", "ruled_by_id", "ruled_on", "request_id"}
    )

    application_id = fields.Many2one(
        "brand.application", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True, index=True)
    program_id = fields.Many2one(related="application_id.program_id")
    body_id = fields.Many2one(related="application_id.body_id", store=True, index=True)
    evaluation_id = fields.Many2one(
        "brand.evaluation",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('application_id', '=', application_id), ('state', 'not in', ('declined', 'void'))]",
    )
    assessor_id = fields.Many2one(related="evaluation_id.user_id", string="Assessor Concerned")
    state = fields.Selection(
        [
            ("draft", "Conflict being entered"),
            ("reported", "Conflict reported"),
            ("confirmed", "Conflict confirmed"),
            ("taken_back", "Case taken back"),
            ("dismissed", "No conflict"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    kind = fields.Selection(
        [*KINDS, ("other", "Other interest")], "Kind of Conflict", required=True
    )
    fact = fields.Text("What Came to Light", required=True)
    source = fields.Char("Where It Is Known from", required=True)
    file_ids = fields.One2many("brand.conflict.file", "conflict_id", "Evidence")
    reported_by_id = fields.Many2one("res.users", "Reported by", readonly=True, copy=False)
    reported_on = fields.Date("Reported on", readonly=True, copy=False)
    ruling = fields.Text("Reasons of the Ruling", readonly=True, copy=False)
    ruled_by_id = fields.Many2one("res.users", "Ruled by", readonly=True, copy=False)
    ruled_on = fields.Date("Ruled on", readonly=True, copy=False)
    request_id = fields.Many2one(
        "brand.certificate.request", "Proposal on the Certificate", readonly=True, copy=False
    )
    is_to_take_back = fields.Boolean(compute="_compute_is_to_take_back")

    _one_open = models.UniqueIndex(
        "(evaluation_id) WHERE state IN ('draft', 'reported')",
        "A conflict of this assessor in this case is on record already.",
    )

    @api.depends("state", "application_id.state")
    def _compute_is_to_take_back(self):
        for conflict in self:
            conflict.is_to_take_back = conflict.state == "confirmed" and (
                conflict.sudo().application_id.state in CITY_DECIDED
            )

    @api.constrains("application_id", "evaluation_id")
    def _check_evaluation(self):
        for conflict in self.sudo():
            if conflict.evaluation_id.application_id != conflict.application_id:
                raise UserError(self.env._("The assessor did not evaluate this case."))

    def _transition_file(self):
        return self.application_id

    def _duty(self, step):
        """Where no body stands behind the case any more the city rules, as it approves."""
        duty = super()._duty(step)
        return "approve" if duty and not self.env.user.has_group(BODY) else duty

    # -- limits --------------------------------------------------------------------------------

    @api.model
    def _due_domain(self):
        return super()._due_domain() & Domain("state", "in", ("reported", "confirmed"))

    def _due_holders(self):
        """Deciders of the body, and once they have confirmed the city's approvers."""
        holders, in_city = {}, {}
        deciders = self.env["brand.body"]._deciders(self.sudo().body_id)
        for conflict in self.sudo():
            company = conflict.company_id
            if conflict.state == "reported" and conflict._body_rules():
                own = conflict.reported_by_id.filtered(lambda u: u.has_group(BODY))
                holders[conflict.id] = conflict._rulers(deciders) or own
                continue
            if company not in in_city:
                in_city[company] = self._group_users([APPROVER], company)
            holders[conflict.id] = in_city[company]
        return holders

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_report(self):
        """Put it to the body whose evaluation it is, with its evidence.

        :raises UserError: without evidence, or where the evaluation counts no more
        """
        for conflict in self:
            evaluation = conflict.sudo().evaluation_id
            if not conflict.file_ids:
                raise UserError(self.env._("Add the evidence: the body rules on it."))
            if evaluation.state in LEFT_STATES:
                raise UserError(self.env._("This evaluation counts no more."))
            if evaluation.state != "done":
                raise UserError(
                    self.env._(
                        "The assessor has not scored yet: tell the body, which appoints another."
                    )
                )
        # sudo: who reports and until when the body rules follow from this step
        self.sudo().write(
            {"reported_by_id": self.env.uid, "reported_on": self.env["brand.workday"]._today()}
        )
        self._start_limit(RULING_DAYS)
        for conflict in self.sudo():
            conflict.message_notify(
                partner_ids=conflict._due_holders()[conflict.id].partner_id.ids,
                subject=self.env._("A conflict of interest was reported"),
                body=self.env._("Please rule on it: %s", conflict.application_id.display_name),
            )

    @transition
    def action_confirm(self, reason=None):
        """Confirm: the evaluation is void, and the case goes back as far as the body decided it.

        A suspension is proposed for a certificate that was issued meanwhile.
        """
        self._rule(reason)
        for conflict in self.sudo():  # the body's ruling voids the evaluation and what rests on it
            conflict.evaluation_id.with_context(brand_conflict_id=conflict.id).action_void(reason)
            conflict._remember_relation()
            application = conflict.application_id
            if application.state in CITY_DECIDED:
                conflict._propose_suspension(reason)
                conflict._start_limit(RULING_DAYS)
            else:
                application._reevaluate(reason, None)
                conflict._end_limit()

    @transition
    def action_dismiss(self, reason=None):
        """Find no conflict, with the reasons; evaluation and decisions stand."""
        self._rule(reason)
        self._end_limit()

    @transition
    def action_take_back(self, reason=None, document_no=None):
        """The city takes back a case whose grade it had granted: it is evaluated anew.

        :raises UserError: without a document number, or where the case is not the city's to take back
        """
        if not document_no:
            raise UserError(self.env._("Enter the document that takes the case back."))
        for conflict in self:
            if not conflict.is_to_take_back:
                raise UserError(
                    self.env._("Nothing to take back: %s", conflict._names_with_state())
                )
            # sudo: a granted case goes back by this decision only
            why = reason or conflict.ruling
            conflict.sudo().application_id._reevaluate(why, document_no)
        self._end_limit()

    # -- ruling --------------------------------------------------------------------------------

    def _body_rules(self):
        """Whether a body of the alliance stands behind the case, and so rules itself."""
        return self.sudo().body_id.state in ("member", "suspended")

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        if step in ("action_confirm", "action_dismiss") and not self.env.su:
            for conflict in self:
                conflict._check_may_rule(step)
        return result

    def _check_role_or_level(self, step):
        # A form offers the step to whom it is open
        result = super()._check_role_or_level(step)
        if step in ("action_confirm", "action_dismiss"):
            self._check_may_rule(step)
        if step == "action_take_back" and not self.is_to_take_back:
            raise AccessError(self.env._("The case has gone back already."))
        return result

    def _check_may_rule(self, step):
        """The body rules on its own evaluation, the city only where no body stands behind it;
        neither who reported nor whom it concerns."""
        conflict, user = self.sudo(), self.env.user
        if conflict._body_rules():
            allowed = user.has_group(BODY) and (
                self.env["brand.body"]._of_current_user() == conflict.body_id
            )
        else:
            allowed = not user.has_group(BODY)
        if not allowed:
            raise AccessError(
                self.env._(
                    "%s rules on conflicts of its assessors.",
                    conflict.body_id.name or self.env._("the city's office"),
                )
            )
        involved = conflict.application_id.evaluation_ids.user_id
        if not self._may_confirm_own_report(step):
            involved |= conflict.reported_by_id
        if user in involved:
            raise AccessError(
                self.env._("Who reported the conflict, or evaluated the case, does not rule on it.")
            )

    def _rule(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reasons: they are kept with the case."))
        # sudo: a ruling is written by these steps only
        self.sudo().write(
            {
                "ruling": reason.strip(),
                "ruled_by_id": self.env.uid,
                "ruled_on": self.env["brand.workday"]._today(),
            }
        )

    # -- effects -------------------------------------------------------------------------------

    def _remember_relation(self):
        """What came to light counts for later appointments of this assessor."""
        person = self.evaluation_id.user_id.partner_id
        enterprise = self.application_id.partner_id.commercial_partner_id
        if self.kind in ("other", "group"):
            return
        Relation = self.env["brand.relation"]
        pair = [("partner_id", "=", person.id), ("other_id", "=", enterprise.id)]
        if not Relation.search_count([*pair, ("kind", "=", self.kind)], limit=1):
            Relation.create(
                {
                    "partner_id": person.id,
                    "other_id": enterprise.id,
                    "kind": self.kind,
                    "source": self.env._("Found late in %s", self.application_id.name),
                    "company_id": self.company_id.id,
                }
            )

    def _propose_suspension(self, reason):
        certificate = self.application_id.certificate_id
        if certificate.state != "valid":
            return
        text = self.env._("An assessor of its evaluation had a conflict of interest: %s", reason)
        self.request_id = certificate._propose("suspend", text)


class BrandConflictFile(models.Model):
    """One piece of evidence of a conflict, with the hash taken when it was stored."""

    _name = "brand.conflict.file"
    _description = "Evidence of a Conflict"
    _inherit = ["brand.file.mixin", "brand.part.mixin"]
    _part_of = "conflict_id"
    _part_states = ("draft",)
    _order = "conflict_id, id"
    _rec_name = "filename"

    conflict_id = fields.Many2one("brand.conflict", required=True, index=True, ondelete="cascade")
    file = fields.Binary(required=True)
    filename = fields.Char(required=True)
