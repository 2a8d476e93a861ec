from odoo import http
from odoo.http import request

from ..models.file_mixin import ALLOWED_TYPES, MAX_FILE_MIB
from .portal_base import UPLOAD, BrandPortalBase

_FINDING = "/my/brand/finding/<int:finding_id>"
_EVALUATION = "/my/brand/evaluation/<int:evaluation_id>"


class BrandPortalFinding(BrandPortalBase):
    """Findings: raised and verified by assessors, corrected by the enterprise."""

    def _brand_limits(self):
        return {"allowed_types": ", ".join(ALLOWED_TYPES.values()), "max_mib": MAX_FILE_MIB}

    # -- one finding ---------------------------------------------------------------------------

    @http.route(_FINDING, type="http", auth="user", website=True, readonly=True)
    def brand_finding(self, finding_id, **kw):
        finding = self._brand_record("brand.finding", finding_id)
        return self._brand_finding_page(finding) if finding else self._brand_home()

    def _brand_finding_page(self, finding, refusal=None, **posted):
        side = finding._portal_side()
        return self._brand_page(
            "brand_certification.portal_finding",
            crumbs=[*self._brand_finding_origin(finding, side), (finding.name, None)],
            finding=finding,
            side=side,
            posted=posted,
            refusal=refusal,
            **self._brand_limits(),
        )

    def _brand_finding_origin(self, finding, side):
        """The page from which this user comes: a pair for the crumbs, or none."""
        name, application = finding.case_name, finding.application_id
        # sudo: ids of the user's own rows only
        mine = application.sudo().evaluation_ids.filtered(
            lambda e: e.user_id == request.env.user and e.state in ("in_progress", "done")
        )
        if side == "enterprise" and application:
            return [(name, f"/my/brand/application/{application.id}")]
        if mine:
            return [(name, mine.sorted("round")[-1].access_url)]
        if application and "body" in request.env["brand.portal"]._roles():
            return [(name, f"/my/brand/body/{application.id}")]
        return []

    @http.route(
        f"{_FINDING}/answer",
        methods=["POST"],
        **UPLOAD,
    )
    def brand_finding_answer(self, finding_id, cause="", correction="", go=None, **post):
        finding = self._brand_record("brand.finding", finding_id)
        if not finding or finding._portal_side() != "enterprise":
            return self._brand_home()
        files = self._brand_files()

        def answer():
            request.env["brand.finding.file"].create(
                [{"finding_id": finding.id, **file} for file in files]
            )
            finding._portal_answer(cause, correction, hand_in=go == "hand_in")

        refusal = self._brand_try(answer)
        if refusal:
            return self._brand_finding_page(
                finding, refusal=refusal, cause=cause, correction=correction
            )
        return request.redirect(finding.access_url)

    @http.route(
        f"{_FINDING}/file/<int:file_id>", type="http", auth="user", website=True, readonly=True
    )
    def brand_finding_file(self, finding_id, file_id, **kw):
        file = self._brand_record("brand.finding.file", file_id)
        if not file.sha256 or file.finding_id.id != finding_id:
            return self._brand_home()
        return self._brand_file_response(file)

    @http.route(
        f"{_FINDING}/file/<int:file_id>/remove",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def brand_finding_file_remove(self, finding_id, file_id, **post):
        finding = self._brand_record("brand.finding", finding_id)
        file = finding.file_ids.filtered(lambda f: f.id == file_id)
        if not file:
            return self._brand_home()
        refusal = self._brand_try(file.unlink)
        if refusal:
            return self._brand_finding_page(finding, refusal=refusal)
        return request.redirect(finding.access_url)

    @http.route(f"{_FINDING}/judge", type="http", auth="user", methods=["POST"], website=True)
    def brand_finding_judge(self, finding_id, verdict=None, reason="", **post):
        finding = self._brand_record("brand.finding", finding_id)
        steps = {
            "verify": finding.action_verify,
            "return": finding.action_return,
            "withdraw": finding.action_withdraw,
        }
        if not finding or finding._portal_side() != "assessor" or verdict not in steps:
            return self._brand_home()
        refusal = self._brand_try(lambda: steps[verdict](reason.strip() or None))
        if refusal:
            return self._brand_finding_page(finding, refusal=refusal, reason=reason)
        return request.redirect(finding.access_url)

    # -- raising one ---------------------------------------------------------------------------

    @http.route(
        f"{_EVALUATION}/finding",
        methods=["GET", "POST"],
        **UPLOAD,
    )
    def brand_finding_new(self, evaluation_id, **post):
        evaluation = self._brand_record("brand.evaluation", evaluation_id)
        if evaluation.user_id != request.env.user or evaluation.state != "in_progress":
            return self._brand_home()
        refusal = None
        if request.httprequest.method == "POST":
            criterion = post.get("criterion_id") or ""
            vals = {
                "grade": post.get("grade"),
                "clause": (post.get("clause") or "").strip(),
                "fact": (post.get("fact") or "").strip(),
                "criterion_id": int(criterion) if criterion.isdigit() else False,
            }
            found = []
            findings = request.env["brand.finding"]
            refusal = (
                self._brand_try(
                    lambda: found.append(
                        findings.action_raise(evaluation.id, vals, self._brand_files())
                    )
                )
                if vals["grade"] in ("minor", "major", "severe")
                else request.env._("Choose the grade first.")
            )
            if not refusal:
                return request.redirect(found[0].access_url)
        return self._brand_page(
            "brand_certification.portal_finding_new",
            crumbs=[
                (evaluation.product_name, evaluation.access_url),
                (request.env._("Raise a finding"), None),
            ],
            evaluation=evaluation,
            criteria=evaluation.line_ids.criterion_id,
            program=evaluation.program_id,
            posted=post,
            refusal=refusal,
            **self._brand_limits(),
        )

    # -- evidence of a score -------------------------------------------------------------------

    @http.route(
        f"{_EVALUATION}/criterion/<int:line_id>/file",
        methods=["GET", "POST"],
        **UPLOAD,
    )
    def brand_score_file(self, evaluation_id, line_id, **post):
        """The evidence file of one score: shown, replaced or removed."""
        line = self._brand_record("brand.evaluation.line", line_id)
        evaluation = line.evaluation_id
        if not line or evaluation.id != evaluation_id:
            return self._brand_home()
        if request.httprequest.method == "GET":
            return self._brand_file_response(line) if line.sha256 else self._brand_home()
        if evaluation.user_id != request.env.user:
            return self._brand_home()
        files = self._brand_files()
        if post.get("remove"):
            refusal = self._brand_try(lambda: line.write({"file": False}))
        elif files:
            refusal = self._brand_try(lambda: line.write(files[0]))
        else:
            refusal = request.env._("Choose a file first.")
        url = f"{evaluation.access_url}/criterion/{line.id}"
        if refusal:
            return self._brand_line_page(evaluation, line, errors={"file": [refusal]})
        return request.redirect(url)
