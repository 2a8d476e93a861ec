"""A certification body reports a conflict of interest of its own assessor, in the portal."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .brand_conflict import _REPORTERS, BODY
from .file_mixin import ALLOWED_TYPES, MAX_FILE_MIB

# Before these the body voids the evaluation itself (``brand.evaluation.action_void``)
_DECIDED = ("evaluated", "notice", "decided", "certified", "rejected")


class BrandConflict(models.Model):
    _inherit = "brand.conflict"

    _transitions = {"action_report": (("draft",), "reported", (*_REPORTERS, BODY))}

    @api.model
    def action_report_own(self, evaluation_id, vals, files=()):
        """A decision maker of the body reports a conflict of its own assessor, with the evidence.

        Another decision maker of the body rules on it; where there is none, the reporter may
        confirm what he reported, and nothing else.

        :param evaluation_id: id of an evaluation of the body that is done
        :param vals: ``kind``, ``fact`` and ``source``, as the office enters them
        :param files: evidence, ``[{"filename": name, "file": content in base64}]``
        :raises UserError: without fact, source or evidence, or before the body has decided
        :return: the conflict, reported
        """
        evaluation = self.env["brand.evaluation"].browse(evaluation_id)
        evaluation.check_access("read")
        application = evaluation.application_id
        evaluation._check_is_body_of(application)
        if self.env.user in application.sudo().evaluation_ids.user_id:
            raise AccessError(
                self.env._("You evaluated this file. Another person of your body does this.")
            )
        if application.state not in _DECIDED:
            raise UserError(
                self.env._("Not decided yet: void the evaluation, and appoint another assessor.")
            )
        told = {name: (vals.get(name) or "").strip() for name in ("kind", "fact", "source")}
        if not all(told.values()):
            raise UserError(
                self.env._("Say what kind of conflict it is, what came to light, and from where.")
            )
        # sudo: bodies enter conflicts by this action only, checked above
        conflict = self.sudo().create(
            {
                **told,
                "application_id": application.id,
                "evaluation_id": evaluation.id,
                "file_ids": [(0, 0, {"filename": f["filename"], "file": f["file"]}) for f in files],
            }
        )
        conflict.action_report()
        return conflict.sudo(False)

    def _rulers(self, deciders=None):
        """Decision makers of the body who may rule: they neither evaluated nor reported.

        :param deciders: those of the bodies of a batch, where they are known already
        """
        self.ensure_one()
        conflict = self.sudo()  # sudo: who decides for the body, compared with who acted
        if deciders is None:
            deciders = self.env["brand.body"]._deciders(conflict.body_id)
        users = deciders.get(conflict.body_id.partner_id, self.env["res.users"])
        return users - conflict.application_id.evaluation_ids.user_id - conflict.reported_by_id

    def _may_confirm_own_report(self, step):
        """Whether the reporter is the only one of the body who decides; he may admit the conflict."""
        return (
            step == "action_confirm"
            and self.env.user == self.sudo().reported_by_id
            and self.env.user.has_group(BODY)
            and not self._rulers()
        )


class BrandApplication(models.Model):
    _inherit = "brand.application"

    def _portal_body_evaluations(self):
        """Also of which a conflict may be reported now: scored, counted, and none is open."""
        rows = super()._portal_body_evaluations()
        open_ones = self.conflict_ids.filtered(lambda c: c.state == "reported").evaluation_id.ids
        last = self.sudo().evaluation_ids._last_round()
        for row in rows:
            row["may_report"] = (
                self.state in _DECIDED
                and row["state"] == "done"
                and row["round"] == last
                and row["id"] not in open_ones
            )
        return rows

    def _portal_body_work(self):
        kinds = self.env["brand.conflict"]._fields["kind"]._description_selection(self.env)
        return {
            **super()._portal_body_work(),
            "conflict_kinds": kinds,
            "allowed_types": ", ".join(ALLOWED_TYPES.values()),
            "max_mib": MAX_FILE_MIB,
        }

    def _portal_conflicts(self):
        """Also what the user may rule: nothing, confirm, or either."""
        rows = super()._portal_conflicts()
        for row in rows:
            conflict = self.env["brand.conflict"].browse(row["id"])
            row["steps"] = conflict._steps_open_to_me()[0] if row["state"] == "reported" else []
        return rows
