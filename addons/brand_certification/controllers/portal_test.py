from odoo import fields, http
from odoo.http import request

from .portal_base import UPLOAD
from .portal_finding import BrandPortalFinding

_TEST = "/my/brand/evaluation/<int:evaluation_id>/test"
_TEXTS = (
    "sample_no",
    "sample_description",
    "seal_no",
    "sealed_by",
    "laboratory",
    "cma_no",
    "cnas_no",
    "standard_text",
    "report_no",
)
_DAYS = ("sampled_on", "sealed_on", "cma_valid_to", "cnas_valid_to", "report_date")
_ITEM = ("name", "requirement", "value", "unit")


class BrandPortalTest(BrandPortalFinding):
    """Test reports of sampled products, entered and filed by assessors."""

    @http.route(
        [_TEST, f"{_TEST}/<int:report_id>"],
        methods=["GET", "POST"],
        **UPLOAD,
    )
    def brand_test(self, evaluation_id, report_id=None, **post):
        evaluation = self._brand_record("brand.evaluation", evaluation_id)
        reports = request.env["brand.test.report"]
        report = self._brand_record("brand.test.report", report_id) if report_id else reports
        if evaluation.user_id != request.env.user or evaluation.state not in (
            "in_progress",
            "done",
        ):
            return self._brand_home()
        if report_id and report.application_id != evaluation.application_id:
            return self._brand_home()
        refusal = None
        if request.httprequest.method == "POST":
            found = []
            refusal = self._brand_try(
                lambda: found.append(self._brand_save_test(evaluation, report, post))
            )
            if not refusal:
                return request.redirect(f"{evaluation.access_url}/test/{found[0].id}")
        return self._brand_page(
            "brand_certification.portal_test",
            crumbs=[
                (evaluation.product_name, evaluation.access_url),
                (report.report_no or request.env._("Test report"), None),
            ],
            evaluation=evaluation,
            report=report,
            criteria=evaluation.line_ids.criterion_id,
            values=self._brand_test_values(report, post),
            rows=self._brand_test_rows(report, post),
            is_open=not report or report.state == "draft",
            refusal=refusal,
            **self._brand_limits(),
        )

    def _brand_test_values(self, report, post):
        return {name: post.get(name, report[name] or "") for name in (*_TEXTS, *_DAYS)}

    def _brand_posted_items(self):
        """Rows of the form, empty ones left out."""
        form = request.httprequest.form
        columns = {name: form.getlist(f"item_{name}") for name in (*_ITEM, "criterion", "verdict")}
        rows = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)
        ]
        return [row for row in rows if any(row[name].strip() for name in _ITEM)]

    def _brand_test_rows(self, report, post):
        """Rows as shown: what was posted or is kept, and empty ones to fill in."""
        rows = (
            self._brand_posted_items()
            if post
            else [
                {
                    **{name: item[name] or "" for name in _ITEM},
                    "criterion": str(item.criterion_id.id or ""),
                    "verdict": item.verdict,
                }
                for item in report.item_ids
            ]
        )
        if report and report.state != "draft":
            return rows
        empty = {name: "" for name in (*_ITEM, "criterion", "verdict")}
        return rows + [empty] * max(1, 3 - len(rows))

    def _brand_save_test(self, evaluation, report, post):
        go = post.get("go")
        if go == "void":
            report.action_void((post.get("reason") or "").strip() or None)
            return report
        vals = {name: (post.get(name) or "").strip() for name in _TEXTS}
        for name in _DAYS:
            try:
                vals[name] = fields.Date.to_date(post.get(name) or False)
            except ValueError:
                vals[name] = False
        for file in self._brand_files()[:1]:
            vals.update(file)
        vals["item_ids"] = [fields.Command.clear()] + [
            fields.Command.create(
                {
                    **{name: row[name].strip() for name in _ITEM},
                    "criterion_id": int(row["criterion"]) if row["criterion"].isdigit() else False,
                    "verdict": row["verdict"] or False,
                }
            )
            for row in self._brand_posted_items()
        ]
        if report:
            report.write(vals)
        else:
            report = report.create({**vals, "application_id": evaluation.application_id.id})
        if go == "file":
            report.action_file()
        return report

    @http.route(
        "/my/brand/test/<int:report_id>/file", type="http", auth="user", website=True, readonly=True
    )
    def brand_test_file(self, report_id, **kw):
        report = self._brand_record("brand.test.report", report_id)
        return self._brand_file_response(report) if report.sha256 else self._brand_home()
