from odoo import http
from odoo.http import request

from .portal_base import BrandPortalBase

_CASE = "/my/brand/body/<int:application_id>"


class BrandPortalBody(BrandPortalBase):
    """A certification body: its files, appointing assessors, the decision on certification."""

    @http.route("/my/brand/body", type="http", auth="user", website=True, readonly=True)
    def brand_body(self, **kw):
        if "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        applications = request.env["brand.application"]._portal_of_body()
        return self._brand_page(
            "brand_certification.portal_body",
            crumbs=[(request.env._("Files of the body"), None)],
            body=request.env["brand.body"]._of_current_user(),
            groups=applications._portal_body_groups(),
        )

    def _brand_body_application(self, application_id):
        """The application if it is of the current user's body."""
        if "body" not in request.env["brand.portal"]._roles():
            return request.env["brand.application"]
        application = self._brand_record("brand.application", application_id)
        body = request.env["brand.body"]._of_current_user()
        return application.filtered(lambda a: body and a.body_id == body)

    @http.route(_CASE, type="http", auth="user", website=True, readonly=True)
    def brand_body_case(self, application_id, **kw):
        application = self._brand_body_application(application_id)
        return self._brand_body_page(application) if application else self._brand_home()

    def _brand_body_page(self, application, refusal=None, **posted):
        case = application._portal_body_groups()[0]["cases"][0]
        is_open_to_view = application._portal_scores_are_open()
        outcome = application._outcome() if is_open_to_view else None
        return self._brand_page(
            "brand_certification.portal_body_case",
            crumbs=[
                (request.env._("Files of the body"), "/my/brand/body"),
                (case["product"], None),
            ],
            application=application,
            case=case,
            lacking=application._portal_lacking_assessors(),
            candidates=application._portal_candidates(),
            evaluations=application._portal_body_evaluations(),
            is_reviewable=application._portal_is_reviewable(),
            outcome=outcome,
            reasons=outcome and application._portal_outcome_texts(outcome),
            table=outcome and application._portal_score_table(outcome),
            decision=application._portal_decision(),
            evaluated_here=application._portal_has_evaluated(request.env.user),
            **application._portal_body_work(),
            posted=posted,
            refusal=refusal,
        )

    @http.route(f"{_CASE}/appoint", type="http", auth="user", methods=["POST"], website=True)
    def brand_appoint(self, application_id, **post):
        application = self._brand_body_application(application_id)
        if not application:
            return self._brand_home()
        chosen = request.httprequest.form.getlist("user_id", type=int)
        lead = request.httprequest.form.get("lead_id", type=int)
        reasons = {
            name.removeprefix("why_"): text
            for name, text in post.items()
            if name.startswith("why_")
        }
        evaluations = request.env["brand.evaluation"]
        refusal = (
            self._brand_try(
                lambda: evaluations.action_appoint(
                    application.id, chosen, lead if lead in chosen else None, reasons
                )
            )
            if chosen
            else request.env._("Choose the assessors first.")
        )
        if refusal:
            return self._brand_body_page(
                application, refusal=refusal, user_ids=chosen, lead_id=lead, reasons=reasons
            )
        return request.redirect(f"/my/brand/body/{application.id}")

    @http.route(f"{_CASE}/decide", type="http", auth="user", methods=["POST"], website=True)
    def brand_decide(self, application_id, result=None, reason="", **post):
        application = self._brand_body_application(application_id)
        if not application:
            return self._brand_home()
        reason = reason.strip()
        decisions = request.env["brand.decision"]
        refusal = (
            self._brand_try(
                lambda: decisions.action_decide_certification(
                    application.id, result, reason=reason or None
                )
            )
            if result in ("granted", "refused")
            else request.env._("Choose the result first.")
        )
        if refusal:
            return self._brand_body_page(application, refusal=refusal, result=result, reason=reason)
        return request.redirect(f"/my/brand/body/{application.id}")

    @http.route(f"{_CASE}/step", type="http", auth="user", methods=["POST"], website=True)
    def brand_body_step(self, application_id, step=None, reason="", **post):
        """Appointing by a draw, voiding, dealing with a spread, the review."""
        application = self._brand_body_application(application_id)
        if not application:
            return self._brand_home()
        env, form = request.env, request.httprequest.form
        evaluations, reason = env["brand.evaluation"], reason.strip()
        number = form.get("id", type=int)
        steps = {
            "draw": lambda: evaluations.action_appoint_drawn(application.id, number),
            "void": lambda: evaluations.browse(number).action_void(reason),
            "again": lambda: evaluations.action_second_scoring(application.id, reason),
            "note": lambda: evaluations.action_settle_spread(application.id, reason),
            "review": lambda: env["brand.review"].action_review(
                application.id, form.get("recommendation"), reason or None
            ),
        }
        if step not in steps:
            return self._brand_home()
        refusal = self._brand_try(steps[step])
        if refusal:
            return self._brand_body_page(
                application,
                refusal=refusal,
                step=step,
                id=number,
                step_reason=reason,
                recommendation=form.get("recommendation"),
            )
        return request.redirect(f"/my/brand/body/{application.id}")

    @http.route("/my/brand/severity", type="http", auth="user", website=True, readonly=True)
    def brand_severity(self, **kw):
        """How far each assessor of the body lies from the others, over its open cases."""
        if "body" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        rows = request.env["brand.evaluation.severity"]._read_group(
            [], ["user_id"], ["__count", "total:avg", "deviation:avg"]
        )
        return self._brand_page(
            "brand_certification.portal_severity",
            crumbs=[
                (request.env._("Files of the body"), "/my/brand/body"),
                (request.env._("Severity of assessors"), None),
            ],
            # sudo: names of those who evaluated for the body
            rows=[(user.sudo().name, *figures) for user, *figures in rows],
        )
