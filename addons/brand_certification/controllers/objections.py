"""Objections from the page of a notice, their receipt and status; statements of applicants."""

import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..models.brand_objection_public import MAX_COUNT, MAX_TEXT
from .portal_base import BrandPortalBase
from .public_page import positive_int

# Sendings an hour from one address: an office behind one address may send several
SENDINGS_AN_HOUR = 10
LOOKUPS_AN_HOUR = 30
_FORM = {"type": "http", "auth": "public", "website": True, "save_session": True}


class BrandObjections(BrandPortalBase):
    """Names of helpers are its own: Odoo joins all controllers of one base in one class."""

    @http.route("/brand/notices/<int:notice_id>/objection", methods=["GET"], **_FORM)
    def objection_form(self, notice_id, line=None, **_kwargs):
        """The form; of an ended notice too, as what is known is still taken as a clue."""
        notice = self._objection_notice(notice_id)
        return self._objection_form_page(
            notice, {**self._objection_values({}), "line_id": positive_int(line)}, {}
        )

    @http.route(
        "/brand/notices/<int:notice_id>/objection",
        methods=["POST"],
        max_content_length=130 * 1024 * 1024,
        **_FORM,
    )
    def objection_send(self, notice_id, **post):
        """Take an objection, or show the form again with what was typed and all that is wrong."""
        notice = self._objection_notice(notice_id)
        values = self._objection_values(post)
        # people do not see this field; what fills in every field is told that all went well
        if post.get("website"):
            return self._objection_page(
                "brand_certification.public_objection_done", notice, sent=None
            )
        files = request.httprequest.files
        proof = next(iter(self._objection_read(files.getlist("proof"))), None)
        evidence = self._objection_read(files.getlist("evidence")[: MAX_COUNT + 1])
        Objection = request.env["brand.objection"]
        errors = Objection._public_errors(notice, values, proof, evidence)
        if not errors and not self._objection_is_allowed("objection", SENDINGS_AN_HOUR):
            errors["line_id"] = request.env._(
                "Too many objections from your connection. Try again in an hour, or write to the"
                " office by letter."
            )
        if errors:
            return self._objection_form_page(notice, values, errors)
        try:
            sent = Objection._public_receive(values, proof, evidence)
        except UserError as refusal:
            return self._objection_form_page(notice, values, {"text": str(refusal.args[0])})
        return self._objection_page("brand_certification.public_objection_done", notice, sent=sent)

    @http.route("/brand/notices/objections", methods=["GET", "POST"], **_FORM)
    def objection_status(self, number="", code="", **_post):
        """What became of an objection, by the number and the code of its receipt."""
        found, is_asked = request.env["brand.objection"], bool(number or code)
        if is_asked and self._objection_is_allowed("objection-status", LOOKUPS_AN_HOUR):
            found = found._public_find(number, code)
        return self._objection_answer(
            "brand_certification.public_objection_status",
            {
                "title": request.env._("What became of my objection?"),
                "city": request.env.company._public_values(),
                "status": found._public_status() if found else None,
                "is_asked": is_asked,
                "number": number,
                "code": code if found else "",
            },
        )

    @http.route("/brand/notices/objections/letter", methods=["POST"], **_FORM)
    def objection_letter(self, number="", code="", **_post):
        """The answer letter, for whoever has the receipt."""
        allowed = self._objection_is_allowed("objection-status", LOOKUPS_AN_HOUR)
        found = request.env["brand.objection"]._public_find(number, code) if allowed else None
        if not found or found.state not in ("upheld", "dismissed"):
            raise request.not_found()
        # sudo: the receipt's holder is the objector, whose own name stands on the letter
        row = found.env["brand.objection.identity"].search([("objection_id", "=", found.id)])
        Report = found.env["ir.actions.report"].with_context(
            force_report_rendering=True, brand_objector=row.name
        )
        content, _kind = Report._render_qweb_pdf(
            "brand_certification.action_report_objection", found.ids
        )
        name = content_disposition(f"{found.name}.pdf", disposition_type="inline")
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", name),
                ("Cache-Control", "private, no-store"),
            ],
        )

    # -- statement of the applicant ----------------------------------------------------------------

    @http.route(
        "/my/brand/hearing/<int:hearing_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def hearing(self, hearing_id, statement="", **_post):
        """What is objected to an item of the enterprise, and its statement."""
        hearing = self._brand_record("brand.objection.hearing", hearing_id)
        if not hearing:
            return self._brand_home()
        refusal = None
        if request.httprequest.method == "POST":
            files = self._objection_read(request.httprequest.files.getlist("evidence")[:MAX_COUNT])
            packed = [(name, base64.b64encode(content)) for name, content in files]
            text = statement[:MAX_TEXT]
            refusal = self._brand_try(lambda: hearing.action_state(text, packed))
            if not refusal:
                return request.redirect(f"/my/brand/hearing/{hearing.id}")
        today = request.env["brand.workday"]._today()
        return self._brand_page(
            "brand_certification.portal_hearing",
            crumbs=[(request.env._("Statement on an objection"), None)],
            hearing=hearing,
            is_late=today > hearing.due_on,
            statement=statement,
            refusal=refusal,
        )

    # -- appeal of an applicant --------------------------------------------------------------------

    @http.route(
        "/my/brand/application/<int:application_id>/appeal",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def appeal(self, application_id, text="", **_post):
        """Appeal against a refusal, within its limit."""
        application = self._brand_record("brand.application", application_id)
        if not application or not application.appeal_until:
            return self._brand_home()
        refusal = receipt = None
        if request.httprequest.method == "POST":
            files = self._objection_read(request.httprequest.files.getlist("evidence")[:MAX_COUNT])
            packed = [(name, base64.b64encode(content)) for name, content in files]
            sent = []
            refusal = self._brand_try(
                lambda: sent.append(application.action_appeal(text[:MAX_TEXT], packed))
            )
            receipt = sent[0] if sent and not refusal else None
        return self._brand_page(
            "brand_certification.portal_appeal",
            crumbs=[(application.name, application.access_url), (request.env._("Appeal"), None)],
            application=application,
            case=application._portal_cases()[0],
            reason=application._refusals()[application.id].reason,
            is_late=request.env["brand.workday"]._today() > application.appeal_until,
            text=text,
            receipt=receipt,
            refusal=refusal,
        )

    # -- helpers -------------------------------------------------------------------------------

    def _objection_notice(self, notice_id):
        found = request.env["brand.notice"]._public_find(notice_id)
        if not found:
            raise request.not_found()
        return found

    def _objection_values(self, post):
        def text(name):
            return (post.get(name) or "")[:MAX_TEXT]

        return {
            "line_id": positive_int(post.get("line_id")),
            "kind": "unit" if post.get("kind") == "unit" else "person",
            "is_anonymous": bool(post.get("is_anonymous")),
            **{name: text(name) for name in ("name", "contact", "number", "text")},
        }

    def _objection_read(self, uploads):
        return [(one.filename, one.read()) for one in uploads if one.filename]

    def _objection_is_allowed(self, form, times):
        # sudo: strangers are counted in a table that nobody reads
        Limit = request.env["brand.public.limit"].sudo()
        return Limit._allows(form, request.httprequest.remote_addr, times)

    def _objection_form_page(self, notice, values, errors):
        return self._objection_page(
            "brand_certification.public_objection_form",
            notice,
            form=values,
            errors=errors,
            max_files=MAX_COUNT,
        )

    def _objection_page(self, template, notice, **values):
        announced = notice._public_values()
        return self._objection_answer(
            template,
            {
                "title": request.env._("Object to an item"),
                "city": announced["city_values"],
                "notice": announced,
                "line_ids": notice.line_ids.sorted(lambda li: (li.sequence, li.id)).ids,
                **values,
            },
        )

    def _objection_answer(self, template, values):
        response = request.render(template, {"public_page": "notices", **values})
        response.headers["Cache-Control"] = "private, no-store"
        return response
