"""What a confirmed conflict of interest does to evaluation, case and certificate."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .brand_certificate import RUNNING_STATES
from .brand_certificate_request import OPEN_STATES
from .transition_mixin import transition


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # A refusal may rest on a partial assessor as well as a grant
    _transitions = {
        "action_reevaluate": (
            ("evaluated", "notice", "decided", "certified", "rejected"),
            "evaluating",
            None,
        ),
        "action_keep_certificate": (
            ("decided",),
            "certified",
            "brand_certification.group_officer",
        ),
    }

    conflict_ids = fields.One2many("brand.conflict", "application_id", "Conflicts Found Late")

    @transition
    def action_reevaluate(self, reason=None, document_no=None):
        """An evaluation that counted was void: the body appoints another assessor and decides anew."""
        self.sudo().score = 0.0  # the total rests on a sheet that counts no more
        news = self.env._("The evaluation of your product is done anew; you need not do anything.")
        self._tell_applicants({application.id: (news, ()) for application in self})

    @transition
    def action_keep_certificate(self):
        """The case was evaluated anew and granted again: the certificate it has stands.

        Where it was suspended meanwhile, its restoration is proposed to who decides on it.
        """
        for certificate in self.sudo().certificate_id.filtered(lambda c: c.state == "suspended"):
            text = self.env._("The case was evaluated anew and granted again.")
            certificate._propose("restore", text)

    def _reevaluate(self, reason, document_no):
        """Take the case back to its evaluation; one that still is there stays."""
        for application in self.filtered(lambda a: a.state == "rejected"):
            application._check_no_twin()
        back = self.filtered(lambda a: a.state != "evaluating")
        if back:
            back.action_reevaluate(reason, document_no)

    def _check_no_twin(self):
        """:raises UserError: where a new application for the product was made after the refusal"""
        twin = self.search_count(
            [
                ("program_id", "=", self.program_id.id),
                ("product_id", "=", self.product_id.id),
                ("state", "not in", ("rejected", "withdrawn")),
            ],
            limit=1,
        )
        if twin:
            raise UserError(
                self.env._(
                    "A new application for the product of %s stands already: end that one first.",
                    self.display_name,
                )
            )

    def action_certify(self):
        """Also: who was granted again keeps the certificate that stands; no second one is issued."""
        # sudo: whether a certificate runs, of files that the caller certifies
        standing = self.filtered(lambda a: a.sudo().certificate_id.state in RUNNING_STATES)
        if standing:
            standing.action_keep_certificate()
        rest = self - standing
        return super(BrandApplication, rest).action_certify() if rest or not self else True

    def action_withdraw(self, reason=None):
        """Also: where a certificate stands, the holder asks for its cancellation instead."""
        held = self.filtered(lambda a: a.sudo().certificate_id.state in RUNNING_STATES)
        if held:
            raise UserError(
                self.env._(
                    "A certificate stands for %s: ask for its cancellation instead.",
                    held[0].display_name,
                )
            )
        return super().action_withdraw(reason)

    def _end_transition(self, step, reason, document_no):
        """A case evaluated anew that ends in a refusal leaves a certificate that rests on nothing."""
        result = super()._end_transition(step, reason, document_no)
        if self._transitions[step][1] == "rejected":
            running = self.sudo().certificate_id.filtered(lambda c: c.state in RUNNING_STATES)
            for certificate in running:
                text = self.env._("The case was evaluated anew and refused: %s", reason or "")
                certificate._propose("cancel", text)
        return result

    def _portal_body_work(self):
        """Also conflicts that were reported of its assessors, to be ruled on."""
        return {**super()._portal_body_work(), "conflicts": self._portal_conflicts()}

    def _portal_conflicts(self):
        kinds = dict(self.env["brand.conflict"]._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": conflict.id,
                # sudo: name of the body's own assessor
                "assessor": conflict.sudo().assessor_id.name,
                "kind": kinds[conflict.kind],
                "fact": conflict.fact,
                "source": conflict.source,
                "files": conflict.file_ids,
                "due": conflict.due_on,
                "state": conflict.state,
                "state_text": conflict._state_label(conflict.state),
                "ruling": conflict.ruling,
            }
            for conflict in self.conflict_ids
        ]

    @api.model
    def _portal_body_tasks(self):
        """Also to rule on conflicts that were reported of its assessors."""
        tasks = super()._portal_body_tasks()
        portal = self.env["brand.portal"]
        for conflict in self.env["brand.conflict"].search([("state", "=", "reported")]):
            application = conflict.application_id
            # sudo: the product's name, of a file that this body may read
            name = application.sudo().product_id.display_name
            text = self.env._("Rule on a conflict of interest reported in the case of %s.", name)
            url = f"/my/brand/body/{application.id}#brand_conflict"
            tasks.append(portal._task(text, self.env._("Read and rule"), url, conflict.due_on))
        return tasks

    def action_report_conflict(self):
        """Open the form for a conflict of interest that came to light."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Conflict of Interest Found Late"),
            "res_model": "brand.conflict",
            "view_mode": "form",
            "context": {"default_application_id": self.id},
        }


class BrandEvaluation(models.Model):
    _inherit = "brand.evaluation"

    def _is_voided_by_conflict(self):
        """Whether a conflict that the body has confirmed stands behind voiding these."""
        conflict = self.env["brand.conflict"].browse(self.env.context.get("brand_conflict_id"))
        # only our own code, which has just checked the ruling, is in superuser mode here
        return self.env.su and conflict.state == "reported" and bool(conflict.ruled_by_id)


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    def _propose(self, kind, reason):
        """Put a request of the system to who decides on the certificate, unless one is open.

        :return: the request, in superuser mode
        """
        self.ensure_one()
        # As the system: proposals follow from the case, and bind nobody who has just decided on it
        Request = self.env["brand.certificate.request"].with_user(SUPERUSER_ID).sudo()
        same = [
            ("certificate_id", "=", self.id),
            ("kind", "=", kind),
            ("state", "in", OPEN_STATES),
        ]
        request = Request.search(same, limit=1)
        if not request:
            request = Request.create(
                {
                    "certificate_id": self.id,
                    "kind": kind,
                    "origin": "system",
                    "reason": reason,
                }
            )
            request.action_submit()
        return request


class BrandBody(models.Model):
    _inherit = "brand.body"

    @api.model
    def _deciders(self, bodies):
        """``{partner of a body: users who decide for it}`` in one query."""
        # sudo: whom to remind is the system's knowledge
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id.commercial_partner_id", "in", bodies.partner_id.ids)])
        )
        deciders = users.filtered(lambda u: u.has_group("brand_certification.group_body"))
        return deciders.grouped(lambda user: user.partner_id.commercial_partner_id)


class BrandTransition(models.Model):
    _inherit = "brand.transition"

    @api.model
    def _step_labels(self):
        _ = self.env._
        return super()._step_labels() | {
            "action_reevaluate": _("Evaluate anew"),
            "action_keep_certificate": _("Let the certificate stand"),
            "action_report": _("Report to the body"),
            ("brand.conflict", "action_confirm"): _("Confirm the conflict"),
            ("brand.conflict", "action_dismiss"): _("Find no conflict"),
            ("brand.conflict", "action_take_back"): _("Take the case back"),
        }
