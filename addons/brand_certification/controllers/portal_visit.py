from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from .portal_base import BrandPortalBase

_VISIT = "/my/brand/visit/<int:visit_id>"


class BrandPortalVisit(BrandPortalBase):
    """Plans of on-site visits: made by the body or the lead assessor, answered by the enterprise."""

    @http.route(_VISIT, type="http", auth="user", website=True, readonly=True)
    def brand_visit(self, visit_id, **kw):
        visit = self._brand_record("brand.evaluation.visit", visit_id)
        return self._brand_visit_page(visit) if visit else self._brand_home()

    def _brand_visit_page(self, visit, refusal=None, **posted):
        side = visit._portal_side()
        application = visit.application_id
        return self._brand_page(
            "brand_certification.portal_visit",
            crumbs=[
                *self._brand_visit_origin(application, side),
                (request.env._("On-site visit"), None),
            ],
            visit=visit,
            application=application,
            # sudo: names of criteria, of a plan that this user reads
            criteria=visit.sudo().criterion_ids,
            case_name=application.sudo().display_name,
            side=side,
            posted=posted,
            refusal=refusal,
        )

    def _brand_visit_origin(self, application, side):
        name = application.sudo().product_id.display_name  # sudo: the product's name only
        if side == "enterprise":
            return [(name, f"/my/brand/application/{application.id}")]
        # sudo: the user's own row only
        mine = application.sudo().evaluation_ids.filtered(
            lambda e: e.user_id == request.env.user and e.state in ("in_progress", "done")
        )
        if mine:
            return [(name, mine.sorted("round")[-1].access_url)]
        return [(name, f"/my/brand/body/{application.id}")]

    @http.route(
        [
            "/my/brand/case/<int:application_id>/visit",
            "/my/brand/case/<int:application_id>/visit/<int:visit_id>",
        ],
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def brand_visit_plan(self, application_id, visit_id=None, **post):
        """Plan a visit, or change a plan that is not sent yet or was asked to change."""
        application = self._brand_record("brand.application", application_id)
        visits = request.env["brand.evaluation.visit"]
        visit = self._brand_record("brand.evaluation.visit", visit_id) if visit_id else visits
        if (
            not application
            or not visits._portal_may_plan(application)
            or (visit and visit.application_id != application)
        ):
            return self._brand_home()
        refusal = None
        if request.httprequest.method == "POST":
            found = []
            refusal = self._brand_try(
                lambda: found.append(self._brand_save_plan(application, visit, post))
            )
            if not refusal:
                return request.redirect(found[0].access_url)
        # sudo: criteria of the programme, of a file that this user reads
        criteria = application.sudo().program_id.criterion_ids._leaves()
        return self._brand_page(
            "brand_certification.portal_visit_plan",
            crumbs=[
                *self._brand_visit_origin(application, "planner"),
                (request.env._("Plan of the visit"), None),
            ],
            application=application,
            visit=visit,
            criteria=criteria,
            values=self._brand_plan_values(visit, post),
            refusal=refusal,
        )

    def _brand_plan_values(self, visit, post):
        names = ("date_from", "date_to", "sites", "agenda")
        chosen = request.httprequest.form.getlist("criterion_id", type=int)
        return {
            **{name: post.get(name, visit[name] or "") for name in names},
            "criterion_ids": chosen if post else visit.sudo().criterion_ids.ids,
        }

    def _brand_save_plan(self, application, visit, post):
        vals = {name: (post.get(name) or "").strip() for name in ("sites", "agenda")}
        for name in ("date_from", "date_to"):
            vals[name] = self._brand_date(post.get(name))
        if not all(vals.values()):
            raise UserError(request.env._("Fill in days, sites and agenda."))
        chosen = request.httprequest.form.getlist("criterion_id", type=int)
        vals["criterion_ids"] = [fields.Command.set(chosen)]
        if visit:
            visit.write(vals)
        else:
            visit = visit.create({**vals, "application_id": application.id})
        if post.get("go") == "send":
            visit.action_send()
        return visit

    def _brand_date(self, text):
        try:
            return fields.Date.to_date(text or False)
        except ValueError:
            return False

    @http.route(f"{_VISIT}/step", type="http", auth="user", methods=["POST"], website=True)
    def brand_visit_step(self, visit_id, step=None, reason="", day=None, **post):
        visit = self._brand_record("brand.evaluation.visit", visit_id)
        reason = reason.strip() or None
        steps = {
            "send": lambda: visit.action_send(),
            "confirm": lambda: visit.action_confirm(),
            "ask": lambda: visit.action_ask_other_day(reason, self._brand_date(day)),
            "done": lambda: visit.action_done(reason),
            "cancel": lambda: visit.action_cancel(reason),
        }
        if not visit or step not in steps:
            return self._brand_home()
        refusal = self._brand_try(steps[step])
        if refusal:
            return self._brand_visit_page(visit, refusal=refusal, step=step, reason=reason, day=day)
        return request.redirect(visit.access_url)

    @http.route(f"{_VISIT}/pdf", type="http", auth="user", website=True)
    def brand_visit_pdf(self, visit_id, **kw):
        """The plan on paper, for everybody who may read it."""
        visit = self._brand_record("brand.evaluation.visit", visit_id)
        if not visit:
            return self._brand_home()
        # sudo: the paper names the assessors; access to the plan was checked above
        return self._show_report(
            visit.sudo(), "pdf", "brand_certification.report_visit", download=True
        )

    @http.route(
        "/my/brand/application/<int:application_id>/evaluation-report",
        type="http",
        auth="user",
        website=True,
    )
    def brand_evaluation_report(self, application_id, **kw):
        """The evaluation report: the body's whole, the enterprise's without single scores."""
        application = self._brand_record("brand.application", application_id)
        if not application:
            return self._brand_home()
        roles = request.env["brand.portal"]._roles()
        body = request.env["brand.body"]._of_current_user()
        if "body" in roles and body and application.body_id == body:
            # sudo: the last report of a file of this body
            review = application.sudo().review_ids.sorted("version")[-1:]
            if review:
                review._ensure_file()
                return self._brand_file_of_review(review)
            return self._brand_home()
        enterprise = request.env.user.partner_id.commercial_partner_id
        review = application._portal_report_review()
        # sudo: compared, not shown
        if not review or application.sudo().partner_id.commercial_partner_id != enterprise:
            return self._brand_home()
        # sudo: the copy for the enterprise, which tells no single score; context, not the record,
        # decides, because a report reads its records anew
        reports = request.env["ir.actions.report"].sudo().with_context(brand_for_enterprise=True)
        content, _kind = reports._render_qweb_pdf(
            "brand_certification.report_evaluation", review.ids, data={"report_type": "pdf"}
        )
        headers = self._get_http_headers(review, "pdf", content, True)
        return request.make_response(content, headers=list(headers.items()))

    def _brand_file_of_review(self, review):
        stream = request.env["ir.binary"]._get_stream_from(review, "file", filename=review.filename)
        return stream.get_response(as_attachment=True)
