from odoo import fields, http
from odoo.http import request

from .portal_base import BrandPortalBase

_EVALUATION = "/my/brand/evaluation/<int:evaluation_id>"
_LINE = f"{_EVALUATION}/criterion/<int:line_id>"


class BrandPortalEvaluation(BrandPortalBase):
    """An assessor's work: declaration, score sheet, conclusion."""

    @http.route("/my/brand/evaluations", type="http", auth="user", website=True, readonly=True)
    def brand_evaluations(self, **kw):
        if "assessor" not in request.env["brand.portal"]._roles():
            return self._brand_home()
        return self._brand_page(
            "brand_certification.portal_evaluations",
            crumbs=[(request.env._("Evaluations"), None)],
            evaluations=request.env["brand.evaluation"]._portal_mine(),
            has_declined=bool(kw.get("declined")),
        )

    def _brand_own_evaluation(self, evaluation_id):
        evaluation = self._brand_record("brand.evaluation", evaluation_id)
        return evaluation.filtered(lambda e: e.user_id == request.env.user)

    def _brand_evaluation_crumbs(self, evaluation, *more):
        evaluations = (request.env._("Evaluations"), "/my/brand/evaluations")
        return [evaluations, (evaluation.product_name, evaluation.access_url), *more]

    @http.route(_EVALUATION, type="http", auth="user", website=True, readonly=True)
    def brand_evaluation(self, evaluation_id, **kw):
        evaluation = self._brand_own_evaluation(evaluation_id)
        return self._brand_evaluation_page(evaluation) if evaluation else self._brand_home()

    def _brand_evaluation_page(self, evaluation, refusal=None, reason=""):
        is_declared = evaluation.state in ("in_progress", "done")
        return self._brand_page(
            "brand_certification.portal_evaluation"
            if is_declared
            else "brand_certification.portal_declaration",
            crumbs=self._brand_evaluation_crumbs(evaluation),
            evaluation=evaluation,
            # Before the declaration the file stays closed: names only
            application=is_declared and evaluation.application_id,
            sheet=is_declared and evaluation._portal_sheet(),
            total=is_declared and evaluation._portal_total(),
            reason=reason,
            refusal=refusal,
        )

    # -- declaration ---------------------------------------------------------------------------

    @http.route(f"{_EVALUATION}/declare", type="http", auth="user", methods=["POST"], website=True)
    def brand_declare(self, evaluation_id, **post):
        evaluation = self._brand_own_evaluation(evaluation_id)
        if not evaluation:
            return self._brand_home()
        refusal = self._brand_try(evaluation.action_declare)
        if refusal:
            return self._brand_evaluation_page(evaluation, refusal=refusal)
        return request.redirect(evaluation.access_url)

    @http.route(f"{_EVALUATION}/decline", type="http", auth="user", methods=["POST"], website=True)
    def brand_decline(self, evaluation_id, reason="", **post):
        evaluation = self._brand_own_evaluation(evaluation_id)
        if not evaluation:
            return self._brand_home()
        refusal = self._brand_try(lambda: evaluation.action_decline(reason=reason.strip()))
        if refusal:
            return self._brand_evaluation_page(evaluation, refusal=refusal, reason=reason)
        # The case is closed to this assessor now: nothing of it is read again
        return request.redirect("/my/brand/evaluations?declined=1")

    # -- scoring -------------------------------------------------------------------------------

    @http.route(_LINE, type="http", auth="user", methods=["GET", "POST"], website=True)
    def brand_score(self, evaluation_id, line_id, **post):
        evaluation, line = self._brand_line(evaluation_id, line_id)
        if not line:
            return self._brand_home()
        if request.httprequest.method == "GET":
            return self._brand_line_page(evaluation, line)
        posted = {n: post[n] for n in ("evidence", "score", "is_vetoed") if n in post}
        if line.criterion_id.is_veto and not line._portal_is_veto_only():
            posted.setdefault("is_vetoed", "")
        errors = {}
        for name, value in posted.items():
            error = self._brand_try(lambda n=name, v=value: line._portal_save(n, v))
            if error:
                errors[name] = [error]
        if errors:
            return self._brand_line_page(evaluation, line, posted, errors)
        return request.redirect(self._brand_next_url(evaluation, line))

    def _brand_line(self, evaluation_id, line_id):
        evaluation = self._brand_own_evaluation(evaluation_id)
        return evaluation, evaluation.line_ids.filtered(lambda li: li.id == line_id)

    def _brand_next_url(self, evaluation, line):
        """The next criterion that is not finished, going round; then the whole sheet."""
        lines = list(evaluation.line_ids)
        place = lines.index(line) + 1
        left = evaluation._portal_incomplete()
        following = next((li for li in lines[place:] + lines[:place] if li in left), None)
        if following is None or request.params.get("go") == "leave":
            return evaluation.access_url
        return f"{evaluation.access_url}/criterion/{following.id}"

    def _brand_line_page(self, evaluation, line, posted=None, errors=None):
        answers = {
            "evidence": line.evidence,
            "score": f"{line.score:g}" if line.is_scored else "",
            "is_vetoed": ("1" if line.is_vetoed else "0") if line.is_scored else "",
        }
        sheet = evaluation._portal_sheet()
        number = next(i for i, row in enumerate(sheet, 1) if row["line"] == line)
        return self._brand_page(
            "brand_certification.portal_score",
            crumbs=self._brand_evaluation_crumbs(evaluation, (line.criterion_id.name, None)),
            evaluation=evaluation,
            application=evaluation.application_id,
            line=line,
            number=number,
            sheet=sheet,
            total=evaluation._portal_total(),
            is_veto_only=line._portal_is_veto_only(),
            is_open=evaluation.state == "in_progress",
            answers={**answers, **(posted or {})},
            errors=errors or {},
        )

    @http.route(f"{_LINE}/save", type="jsonrpc", auth="user", website=True)
    def brand_score_autosave(self, evaluation_id, line_id, name, value=None):
        evaluation, line = self._brand_line(evaluation_id, line_id)
        if not line:
            return {"error": request.env._("This evaluation is not yours.")}
        error = self._brand_try(lambda: line._portal_save(name, value))
        if error:
            return {"error": error}
        done = len(evaluation.line_ids) - len(evaluation._portal_incomplete())
        return {
            "saved": request.env["brand.portal"]._clock(fields.Datetime.now()),
            "texts": {"total": f"{evaluation._portal_total():.2f}", "done": str(done)},
        }

    # -- conclusion ----------------------------------------------------------------------------

    @http.route(
        f"{_EVALUATION}/finish", type="http", auth="user", methods=["GET", "POST"], website=True
    )
    def brand_finish(self, evaluation_id, **post):
        evaluation = self._brand_own_evaluation(evaluation_id)
        if not evaluation or evaluation.state != "in_progress":
            return request.redirect(evaluation.access_url or "/my")
        names = ["strengths", "improvements", "conclusion"]
        if evaluation.round > 1:
            names.append("rescore_reason")
        refusal = None
        if request.httprequest.method == "POST":
            statements = {name: post.get(name, "") for name in names}
            refusal = self._brand_try(lambda: evaluation._portal_finish(statements))
            if not refusal:
                return request.redirect(evaluation.access_url)
        return self._brand_page(
            "brand_certification.portal_finish",
            crumbs=self._brand_evaluation_crumbs(evaluation, (request.env._("Finish"), None)),
            evaluation=evaluation,
            total=evaluation._portal_total(),
            sheet=evaluation._portal_sheet(),
            names=names,
            labels={
                name: evaluation._fields[name]._description_string(request.env) for name in names
            },
            statements={name: post.get(name, evaluation[name]) for name in names},
            refusal=refusal,
        )
