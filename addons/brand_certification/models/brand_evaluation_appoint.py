"""Appointing assessors: who may, who must not, and what the data say against each."""

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..scheme import conflicts
from .brand_evaluation import LEFT_STATES
from .turns import take_turn

# Relations that count as a tie of one party; a group is asked for by itself
_TIES = ("employment", "consultancy", "shareholding", "family")
_BODY_TIES = ("consultancy", "shareholding")


class BrandEvaluation(models.Model):
    _inherit = "brand.evaluation"

    @api.constrains("application_id", "user_id")
    def _check_evident_conflict(self):
        """Nobody evaluates his own company, one of its lineage, or for a body related to it."""
        for evaluation in self.sudo():
            enterprise = evaluation.application_id.partner_id.commercial_partner_id
            related = enterprise._lineage()
            employer = evaluation.user_id.partner_id.commercial_partner_id
            if employer in related:
                raise ValidationError(
                    self.env._(
                        "%(assessor)s belongs to %(enterprise)s or one it descends from.",
                        assessor=evaluation.user_id.name,
                        enterprise=enterprise.name,
                    )
                )
            if evaluation.body_id.partner_id.commercial_partner_id in related:
                raise ValidationError(
                    self.env._("%s cannot evaluate itself.", evaluation.body_id.name)
                )

    # -- steps of the body ---------------------------------------------------------------------

    @api.model
    def action_appoint(self, application_id, user_ids, lead_id=None, reasons=None):
        """Appoint assessors of the body for one accepted application, and start its evaluation.

        Done by the application's own body. The assessors see no file before they declare. What
        the data say for certain against somebody refuses him; a mere doubt asks for a reason.

        :param application_id: id of the application
        :param user_ids: ids of portal users of the body with the assessor's role
        :param lead_id: id of the lead assessor among them; by default the first, if there is none
        :param reasons: why somebody is appointed in spite of a doubt: ``{user id: reason}``
        :return: the evaluations
        """
        application = self._appointable(application_id)
        users = self.env["res.users"].sudo().browse(user_ids)
        body_partner = application.body_id.sudo().partner_id
        for user in users:
            if user.partner_id.commercial_partner_id != body_partner or not user.has_group(
                "brand_certification.group_assessor"
            ):
                raise UserError(self.env._("%s is not an assessor of this body.", user.name))
        self._check_candidates(application, users)
        self._check_panel(application, users)
        return self._appoint(application, users, lead_id, reasons)

    @api.model
    def action_appoint_drawn(self, application_id, draw_id, lead_id=None, reasons=None):
        """Appoint the experts that a random draw for this application gave.

        :param draw_id: id of a draw (``brand.draw``) of an expert panel for this application
        :raises UserError: if the draw is not finished, or concerns something else
        :return: the evaluations
        """
        application = self._appointable(application_id)
        # sudo: bodies do not read draws; this one must concern their own application
        draw = self.env["brand.draw"].sudo().browse(draw_id).exists()
        if draw.state != "drawn" or draw.kind != "panel" or draw.reference != application:
            raise UserError(self.env._("No finished draw of experts concerns this application."))
        users = draw._drawn_users() or draw._drawn_partners().user_ids
        fresh = users - application.sudo().evaluation_ids.user_id
        missing = draw._drawn_partners() - users.partner_id
        if missing or not fresh:
            raise UserError(
                self.env._("These experts have no account: %s", ", ".join(missing.mapped("name")))
                if missing
                else self.env._("All experts of this draw have been appointed.")
            )
        return self._appoint(application, fresh, lead_id, reasons, draw_id=draw.id)

    @api.model
    def _appointable(self, application_id):
        """The application, after checking that the acting user may appoint for it now."""
        application = self.env["brand.application"].browse(application_id)
        application.check_access("read")
        self._check_is_body_of(application)
        # sudo: seats are counted below; who appoints at the same time counts after this one
        take_turn(application.sudo())
        if application.state not in ("accepted", "evaluating"):
            raise UserError(application._names_with_state())
        return application

    @api.model
    def _check_candidates(self, application, users):
        """Refuse those who may not work for the body of this application; others extend this."""

    @api.model
    def _check_panel(self, application, users):
        """As many assessors as the programme asks for; experts by draw take their own seats."""
        program = application.program_id.sudo()
        # sudo: who is appointed already, of a file of this body
        working = application.sudo().evaluation_ids._active()
        if len(users) + len(working) < program.assessor_count - program.expert_count:
            raise UserError(
                self.env._("This programme asks for %s assessors.", program.assessor_count)
            )
        own = working.filtered(lambda e: not e.draw_id)
        seats = program.assessor_count - program.expert_count
        if program.expert_count and len(users) + len(own) > seats:
            raise UserError(
                self.env._(
                    "%(panel)s of the %(all)s assessors are experts by draw.",
                    panel=program.expert_count,
                    all=program.assessor_count,
                )
            )

    @api.model
    def _appoint(self, application, users, lead_id, reasons, **extra):
        self._check_not_left(application, users)
        given = {int(user): text for user, text in (reasons or {}).items()}
        suspected = self._suspected(application, users)
        self._check_suspected(users, suspected, given)
        # sudo: who leads, which round runs: of a file of this body
        working = application.sudo().evaluation_ids._active()
        round_no = application.sudo().evaluation_ids._last_round()
        if not working.filtered("is_lead"):
            lead_id = lead_id or users[:1].id
        # sudo: evaluations are made by this action only, after the checks above
        evaluations = self.sudo().create(
            [
                {
                    "application_id": application.id,
                    "user_id": user.id,
                    "due_on": application.due_on,
                    "round": round_no,
                    "is_lead": user.id == lead_id,
                    "suspected": "\n".join(self._suspicion_texts(suspected[user.id])) or False,
                    "appointment_reason": given.get(user.id) if suspected[user.id] else False,
                    **extra,
                }
                for user in users
            ]
        )
        if application.state == "accepted":
            application.sudo().action_start_evaluation()
        return evaluations.sudo(False)

    @api.model
    def _check_not_left(self, application, users):
        # sudo: who left the case, of a file of this body
        left = application.sudo().evaluation_ids.filtered(lambda e: e.state in LEFT_STATES)
        again = left.user_id & users
        if again:
            raise UserError(
                self.env._(
                    "Left this case for a conflict and cannot return: %s",
                    ", ".join(again.mapped("name")),
                )
            )

    @api.model
    def _check_suspected(self, users, suspected, reasons):
        """Hard conflicts refuse; doubts need a reason. All are told at once."""
        hard, doubtful = [], []
        for user in users:
            found = suspected[user.id]
            told = {"name": user.name, "why": " ".join(self._suspicion_texts(found))}
            if any(s.level == "hard" for s in found):
                hard.append(self.env._("%(name)s cannot be appointed: %(why)s", **told))
            elif found and not (reasons.get(user.id) or "").strip():
                doubtful.append(
                    self.env._(
                        "Give a reason for appointing %(name)s nevertheless: %(why)s", **told
                    )
                )
        if hard:
            raise ValidationError("\n".join(hard + doubtful))
        if doubtful:
            raise UserError("\n".join(doubtful))

    @api.model
    def _check_is_body_of(self, application):
        """The acting user plans and decides for the application's body."""
        if (
            not self.env.user.has_group("brand_certification.group_body")
            or application.body_id != self.env["brand.body"]._of_current_user()
        ):
            raise AccessError(
                self.env._("Only the certification body of this application does this.")
            )

    # -- conflicts suggested from data ---------------------------------------------------------

    @api.model
    def _suspected(self, application, users):
        """What the data say against each candidate, in a fixed number of queries.

        :return: ``{user id: tuple of scheme.conflicts.Suspicion}``
        """
        # sudo: relations of persons and enterprises are compared here; their outcome is told to
        # the body that appoints, and to nobody else
        application, users = application.sudo(), users.sudo()
        today = self.env["brand.workday"]._today()
        program = application.program_id
        enterprise = application.partner_id.commercial_partner_id
        lineage, group = enterprise._lineage(), enterprise._brand_group(today)
        house = application.body_id.partner_id.commercial_partner_id._brand_group(today)
        ties = self._ties_with(users.partner_id | house, group, lineage, today)
        body_ties = tuple(t for p in house for t in ties[p.id] if t.kind in _BODY_TIES)
        years = self._last_years(lineage, program)
        found = {}
        for user in users:
            employer = user.partner_id.commercial_partner_id
            candidate = conflicts.Candidate(
                is_employed_there=employer in lineage,
                is_employed_in_group=employer in group,
                is_body_in_group=bool(house & group),
                ties=tuple(ties[user.partner_id.id]),
                body_ties=body_ties,
                streak=conflicts.streak(years, user.id),
            )
            found[user.id] = conflicts.suspicions(
                candidate,
                since=today - relativedelta(years=program.conflict_years),
                streak_limit=program.conflict_streak,
            )
        return found

    @api.model
    def _ties_with(self, parties, group, lineage, today):
        """Recorded relations of ``parties`` with the applicant's side: ``{partner id: [Tie]}``.

        A relative counts by where he works.
        """
        relations = self.env["brand.relation"].sudo()
        rows = relations.search(
            (Domain("partner_id", "in", parties.ids) | Domain("other_id", "in", parties.ids))
            & Domain("kind", "in", _TIES)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
        )
        ties = {party.id: [] for party in parties}
        for row in rows:
            for own, other in ((row.partner_id, row.other_id), (row.other_id, row.partner_id)):
                there = other if other in group else other.commercial_partner_id
                if own.id not in ties or there not in group:
                    continue
                lasting = not row.date_to or row.date_to >= today
                ties[own.id].append(
                    conflicts.Tie(
                        row.kind,
                        there.name,
                        None if lasting else row.date_to,
                        with_group=there not in lineage,
                    )
                )
        return ties

    @api.model
    def _last_years(self, lineage, program):
        """Who evaluated the enterprise, year by year of acceptance, the latest first.

        Several products of one year are one occasion, not a streak.
        """
        if not program.conflict_streak:
            return []
        groups = self.sudo()._read_group(
            [("application_id.partner_id", "in", lineage.ids), ("state", "=", "done")],
            ["application_id", "user_id"],
        )
        years = {}
        for application, user in groups:
            years.setdefault(application.accepted_on.year, set()).add(user.id)
        return [years[year] for year in sorted(years, reverse=True)]

    @api.model
    def _suspicion_texts(self, found):
        """Suspected conflicts as sentences."""
        _, day = self.env._, self.env["brand.portal"]._long_date
        kinds = dict(self.env["brand.relation"]._fields["kind"]._description_selection(self.env))
        texts = {
            "employer": _("Belongs to the enterprise or one it descends from."),
            "employer_in_group": _("Is employed in the group of the enterprise."),
            "body_in_group": _("The certification body belongs to the group of the enterprise."),
            "tie": _("%(kind)s with %(other)s (%(until)s)."),
            "old_tie": _("Earlier %(kind)s with %(other)s (%(until)s)."),
            "group_tie": _("%(kind)s with %(other)s of the same group (%(until)s)."),
            "body_tie": _("%(kind)s of the certification body with %(other)s (%(until)s)."),
            "streak": _("Evaluated this enterprise in %(times)s years in a row."),
        }
        return [
            texts[s.code]
            % {
                "kind": kinds.get(s.kind, s.kind),
                "other": s.other,
                "until": _("until %s", day(s.until)) if s.until else _("lasting"),
                "times": s.times,
            }
            if "%(" in texts[s.code]
            else texts[s.code]
            for s in found
        ]
