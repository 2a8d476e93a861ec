from collections import defaultdict

from odoo import fields, http
from odoo.http import request

from ..models.brand_application_document import ALLOWED_TYPES, MAX_FILE_MIB
from ..models.brand_application_portal import ENTERPRISE_FIELDS, MAX_CHARS, MAX_TEXT
from . import application_form as form
from .portal_base import UPLOAD, BrandPortalBase

_CASE = "/my/brand/application/<int:application_id>"


class BrandPortalApplication(BrandPortalBase):
    """An enterprise's application: form, documents, submission, case page, withdrawal."""

    # -- begin ---------------------------------------------------------------------------------

    @http.route(
        "/my/brand/apply/<int:program_id>", type="http", auth="user", methods=["POST"], website=True
    )
    def brand_apply(self, program_id, **post):
        program = self._brand_record("brand.program", program_id)
        if not program or "enterprise" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        drafts = request.env["brand.application"]
        found = []
        refusal = self._brand_try(lambda: found.append(drafts._portal_start(program)))
        if refusal:
            return self._brand_overview_page(refusal=refusal)
        return request.redirect(f"{found[0].access_url}/step/{min(found[0].step_no, 6)}")

    # -- case ----------------------------------------------------------------------------------

    @http.route(_CASE, type="http", auth="user", website=True, readonly=True)
    def brand_application(self, application_id, **kw):
        application = self._brand_own_application(application_id)
        return self._brand_case_page(application) if application else self._brand_home()

    def _brand_own_application(self, application_id):
        """The application if it is of the current user's enterprise; assessors have other pages."""
        application = self._brand_record("brand.application", application_id)
        enterprise = request.env.user.partner_id.commercial_partner_id
        # sudo: assessors and bodies do not read partners; compared, not shown
        return application.filtered(
            lambda a: a.sudo().partner_id.commercial_partner_id == enterprise
        )

    def _brand_case_page(self, application, refusal=None):
        questions = form.form_fields(request.env)
        return self._brand_page(
            "brand_certification.portal_case",
            crumbs=[(application.name, None)],
            application=application,
            case=application._portal_cases()[0],
            timeline=application._portal_timeline(),
            next_text=application._portal_next_text(),
            gaps=[
                (gap.text, form.step_of(form.place_of_gap(gap), questions), form.place_of_gap(gap))
                for gap in application._portal_open_gaps()
            ],
            program=application.program_id,
            papers=self._brand_papers(application),
            may_withdraw=application.state in application._transitions["action_withdraw"][0],
            refusal=refusal,
        )

    @http.route(f"{_CASE}/pdf/<string:paper>", type="http", auth="user", website=True)
    def brand_application_pdf(self, application_id, paper, **kw):
        """The application form, or the letter of a return, on paper."""
        application = self._brand_own_application(application_id)
        report = self._brand_papers(application).get(paper)
        if not report:
            return self._brand_home()
        # sudo: the paper names offices and standards; access to the file was checked above
        return self._show_report(application.sudo(), "pdf", report, download=True)

    def _brand_papers(self, application):
        """Papers of the file that exist now: ``{name in the address: report}``."""
        papers = {}
        if application.submitted_on:
            papers["form"] = "brand_certification.report_application"
        if application.state == "returned":
            papers["return"] = "brand_certification.report_return"
        if application.state == "rejected":
            papers["refusal"] = "brand_certification.report_refusal"
        return {name: report for name, report in papers.items() if self._brand_report(report)}

    # -- form ----------------------------------------------------------------------------------

    @http.route(
        f"{_CASE}/step/<int:number>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def brand_step(self, application_id, number, **post):
        application = self._brand_own_application(application_id)
        if not application or not 1 <= number <= form.LAST_STEP:
            return self._brand_home()
        refusal = self._brand_try(application._check_portal_editable)
        if refusal:
            return self._brand_case_page(application, refusal=refusal)
        if request.httprequest.method == "POST":
            return self._brand_save_step(application, number)
        return self._brand_step_page(application, number)

    def _brand_save_step(self, application, number):
        """Save every answer that can be; stay while something of this page is wrong or missing."""
        posted = self._brand_posted(number)
        errors = {}
        for name, value in posted.items():
            error = self._brand_try(lambda n=name, v=value: application._portal_save(n, v))
            if error:
                errors[name] = [error]
        is_leaving = request.params.get("go") == "leave"
        if not is_leaving:
            lacking = self._brand_lacking(application).get(number, {})
            errors = {**lacking, **errors}
        if errors:
            return self._brand_step_page(application, number, posted=posted, errors=errors)
        if is_leaving:
            return request.redirect(application.access_url)
        application._portal_reach(number + 1)
        return request.redirect(f"{application.access_url}/step/{number + 1}")

    def _brand_posted(self, number):
        """The page's answers as posted, in the order in which they can be saved."""
        sent = request.httprequest.form
        questions = form.form_fields(request.env).values()
        posted = {}
        for question in (q for q in questions if q.step == number):
            if question.kind == "checks":
                posted[question.name] = sent.getlist(question.name)
            elif question.kind == "bool":
                posted[question.name] = "1" if sent.get(question.name) else ""
            elif question.name in sent:
                posted[question.name] = sent[question.name]
        if number == 1:
            return {name: posted[name] for name in ENTERPRISE_FIELDS if name in posted}
        if number == 2 and posted.get("product_id") not in self._brand_editable_choices():
            # Another product was chosen: the fields below the choice belong to a new one
            return {n: v for n, v in posted.items() if n in ("product_id", "level_id")}
        return posted

    def _brand_editable_choices(self):
        """Answers to "which product" with which the page's product fields are filled in."""
        return (None, "", "new", request.httprequest.form.get("product_edited"))

    def _brand_lacking(self, application):
        """``{step: {place: texts}}`` of what still keeps the file from being submitted."""
        questions, places = form.form_fields(request.env), defaultdict(list)
        for key, text in application._gaps():
            place = form.place_of_lack(key)
            if form.is_question(key):
                # In the words of this form, which differ from the labels of the back office
                text = request.env._("“%s” has not been answered.", questions[place].label)
            places[place].append(text)
        return form.by_step(places, questions)

    def _brand_told(self, application):
        """``{step: {place: texts}}`` of the gaps an office told."""
        places = defaultdict(list)
        for gap in application._portal_open_gaps():
            places[form.place_of_gap(gap)].append(gap.text)
        return form.by_step(places, form.form_fields(request.env))

    def _brand_step_page(self, application, number, posted=None, errors=None, refusal=None):
        lacking, told = self._brand_lacking(application), self._brand_told(application)
        titles = form.step_titles(request.env)
        return self._brand_page(
            f"brand_certification.portal_step_{form_template(number)}",
            crumbs=[(application.name, application.access_url), (titles[number], None)],
            application=application,
            case=application._portal_cases()[0],
            number=number,
            title=titles[number],
            steps=self._brand_steps(application, number, lacking, told),
            questions=form.form_fields(request.env),
            answers={**application._portal_answers(), **(posted or {})},
            options=self._brand_options(application, number),
            errors=errors or {},
            told=told.get(number, {}),
            lacking=lacking if number == form.LAST_STEP else {},
            allowed_types=", ".join(ALLOWED_TYPES.values()),
            accept=",".join(f".{ending.lower()}" for ending in ALLOWED_TYPES.values()) + ",.jpeg",
            max_mib=MAX_FILE_MIB,
            max_chars=MAX_CHARS,
            max_text=MAX_TEXT,
            refusal=refusal,
        )

    def _brand_steps(self, application, number, lacking, told):
        """The list of steps: ``now``, ``fix`` (an office told a gap), ``done`` or ``todo``."""
        steps = []
        for step, title in form.step_titles(request.env).items():
            state = "todo"
            if step == number:
                state = "now"
            elif told.get(step):
                state = "fix"
            elif step < application.step_no and not lacking.get(step) and step != form.LAST_STEP:
                state = "done"
            steps.append(
                {
                    "number": step,
                    "title": title,
                    "state": state,
                    "url": f"{application.access_url}/step/{step}",
                }
            )
        return steps

    def _brand_options(self, application, number):
        """Choices of the page: ``{field: [(value, label)]}``."""
        env, program = request.env, application.program_id
        if number == 1:
            districts = env["brand.district"].search([])
            return {"brand_district_id": [(d.id, d.name) for d in districts]}
        kinds = dict(env["brand.product"]._fields["kind"]._description_selection(env))
        options = {
            "product_kind": [(kind, kinds[kind]) for kind in program._kinds()],
            "level_id": [(level.id, level.name) for level in program.level_ids],
        }
        if number == 2:
            edited = application._portal_product_is_editable() and application.product_id.id
            options["product_edited"] = edited
            options["product_id"] = [(p.id, p.display_name) for p in application._portal_products()]
        if number in (3, form.LAST_STEP):
            published = env["brand.standard"].search([("state", "=", "published")])
            cited = published | application.standard_ids
            options["standard_ids"] = [(s.id, s.display_name) for s in cited]
        if number == form.LAST_STEP:
            options |= self._brand_options(application, 1)
        return options

    @http.route(f"{_CASE}/save", type="jsonrpc", auth="user", website=True)
    def brand_autosave(self, application_id, name, value=None):
        """Save one answer as the field is left: ``{saved: "10:32"}`` or ``{error: text}``."""
        application = self._brand_own_application(application_id)
        if not application:
            return {"error": request.env._("This application is not yours.")}
        error = self._brand_try(lambda: application._portal_save(name, value))
        if error:
            return {"error": error}
        saved = {"saved": request.env["brand.portal"]._clock(fields.Datetime.now())}
        if name == "product_name":
            saved["product"] = application.product_id.id
        return saved

    # -- documents -----------------------------------------------------------------------------

    @http.route(
        f"{_CASE}/document/<int:document_id>",
        methods=["POST"],
        **UPLOAD,
    )
    def brand_upload(self, application_id, document_id, **post):
        """Store or replace the file of one row; works as a plain form too."""
        application = self._brand_own_application(application_id)
        document = application.document_ids.filtered(lambda d: d.id == document_id)
        if not document:
            return self._brand_home()
        refusal = self._brand_put_file(document, post)
        if refusal and not application._portal_is_editable():
            return self._brand_case_page(application, refusal=refusal)
        if refusal:
            errors = {f"document_{document.id}": [refusal]}
            return self._brand_step_page(application, 4, errors=errors)
        return request.redirect(f"{application.access_url}/step/4#document_{document.id}")

    @http.route(
        "/my/brand/document/<int:document_id>",
        type="http",
        auth="user",
        website=True,
    )
    def brand_document(self, document_id, **kw):
        """An uploaded file, for everybody who may read the application; an assessor gets a copy
        with his name across it, and that is noted."""
        document = self._brand_record("brand.application.document", document_id)
        if not document or not document.sha256:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(
            document, "file", filename=document.filename
        )
        is_shown = stream.mimetype in ("application/pdf", "image/jpeg", "image/png")
        return stream.get_response(as_attachment=not is_shown)

    @http.route(
        "/my/brand/template/<int:type_id>", type="http", auth="user", website=True, readonly=True
    )
    def brand_template(self, type_id, **kw):
        """The template of a required document."""
        required = self._brand_record("brand.program.document", type_id)
        if not required or not required.template:
            return self._brand_home()
        stream = request.env["ir.binary"]._get_stream_from(
            required, "template", filename=required.template_name or required.name
        )
        return stream.get_response(as_attachment=True)

    # -- submission and withdrawal -----------------------------------------------------------------

    @http.route(f"{_CASE}/submit", type="http", auth="user", methods=["POST"], website=True)
    def brand_submit(self, application_id, **post):
        application = self._brand_own_application(application_id)
        if not application:
            return self._brand_home()
        refusal = self._brand_try(application.action_submit)
        if refusal and application._portal_is_editable():
            return self._brand_step_page(application, form.LAST_STEP, refusal=refusal)
        if refusal:
            return self._brand_case_page(application, refusal=refusal)
        return request.redirect(f"{application.access_url}/receipt")

    @http.route(f"{_CASE}/receipt", type="http", auth="user", website=True, readonly=True)
    def brand_receipt(self, application_id, **kw):
        application = self._brand_own_application(application_id)
        if not application or not application.submitted_on:
            return self._brand_home()
        portal = request.env["brand.portal"]
        return self._brand_page(
            "brand_certification.portal_receipt",
            crumbs=[
                (application.name, application.access_url),
                (request.env._("Receipt of the application"), None),
            ],
            application=application,
            case=application._portal_cases()[0],
            submitted=(
                portal._day(application.submitted_on),
                portal._clock(application.submitted_on),
            ),
            next_text=application._portal_next_text(),
            program=application.program_id,
            papers=self._brand_papers(application),
        )

    @http.route(
        f"{_CASE}/withdraw", type="http", auth="user", methods=["GET", "POST"], website=True
    )
    def brand_withdraw(self, application_id, reason="", **post):
        application = self._brand_own_application(application_id)
        if not application:
            return self._brand_home()
        refusal = None
        if request.httprequest.method == "POST":
            text = reason[:MAX_TEXT]
            refusal = self._brand_try(lambda: application._portal_withdraw(text))
            if not refusal:
                return request.redirect(application.access_url)
        return self._brand_page(
            "brand_certification.portal_withdraw",
            crumbs=[(application.name, application.access_url), (request.env._("Withdraw"), None)],
            application=application,
            case=application._portal_cases()[0],
            reason=reason,
            refusal=refusal,
        )


def form_template(number):
    """Name of the template of a step; most pages are a list of fields."""
    return {2: "product", 4: "documents", 6: "check"}.get(number, "fields")
