"""The evaluation report (评审报告): its content as plain values, frozen when it is reviewed."""

from odoo import models


class BrandReview(models.Model):
    _inherit = "brand.review"

    def _paper_name(self):
        self.ensure_one()
        name = self.application_id.name or self.application_id.id
        return self.env._(
            "Evaluation report %(number)s version %(version)s", number=name, version=self.version
        )

    def _prepare_content(self):
        """Everything that the report says, as text in the language of papers.

        To be called in superuser mode: the report names every assessor's scores.
        """
        self.ensure_one()
        application = self.application_id
        rounds = range(1, application.evaluation_ids._last_round() + 1)
        return {
            "number": application.name or "",
            "version": self.version,
            "program": application.program_id.name,
            "object": self._content_object(),
            "basis": self._content_basis(),
            "team": self._content_team(),
            "process": self._content_process(),
            "rounds": [self._content_round(number) for number in rounds],
            "tests": self._content_tests(),
            "findings": self._content_findings(),
            **self._content_statements(),
            "checklist": self.checklist,
            "recommendation": dict(self._fields["recommendation"]._description_selection(self.env))[
                self.recommendation
            ],
            "note": self.note or "",
            "reviewer": self.reviewer_id.name,
            "reviewed_on": self._day(self.reviewed_on),
            "body": application.body_id.name,
        }

    def _day(self, day):
        return self.env["ir.actions.report"]._paper_date(day) if day else ""

    def _moment(self, moment):
        return self.env["ir.actions.report"]._paper_datetime(moment) if moment else ""

    def _content_object(self):
        _ = self.env._
        application, product = self.application_id, self.application_id.product_id
        kinds = dict(product._fields["kind"]._description_selection(self.env))
        rows = [
            (_("Enterprise evaluated"), application.partner_id.name),
            (_("Unified social credit code"), application.partner_id.uscc),
            (_("Product evaluated"), product.name),
            (_("Model and specification of the product"), product.model_spec),
            (_("Kind of product"), kinds.get(product.kind)),
            (_("Trademark and its registration"), product.trademark),
            (_("Level applied for"), application.level_id.name),
            (_("Certification body"), application.body_id.name),
        ]
        return [[label, value or ""] for label, value in rows if value]

    def _content_basis(self):
        """Standards with the state they were in, and the rules of the programme's version."""
        _ = self.env._
        application = self.application_id
        texts = [
            f"{standard.display_name} ({standard._state_label(standard.state)})"
            for standard in application.standard_ids
        ]
        program = application.program_id
        rules = _(
            "%(program)s, rules of version %(version)s",
            program=program.name,
            version=program.version,
        )
        return [*texts, f"{rules} {program.basis or ''}".strip()]

    def _content_team(self):
        _ = self.env._
        return [
            {
                "name": e.user_id.name,
                "role": _("Lead assessor") if e.is_lead else _("Assessor of the team"),
                "by_draw": e.draw_id.number or "",
                "declared": _("No conflict, declared %s", self._moment(e.declared_on))
                if e.declared_on
                else _("Not declared"),
                "suspected": " ".join(filter(None, (e.suspected, e.appointment_reason))),
                "left": {
                    "declined": _("Left for a conflict: %s", e.conflict_reason or ""),
                    "void": _("Void, does not count: %s", e.void_reason or ""),
                }.get(e.state, ""),
            }
            for e in self.application_id.evaluation_ids.filtered(lambda e: e.round == 1).sorted(
                "id"
            )
        ]

    def _content_process(self):
        _ = self.env._
        application = self.application_id
        rows = [(application.accepted_on, _("Accepted for evaluation"))]
        finished = self.env["brand.transition"].search(
            [
                ("model", "=", "brand.evaluation"),
                ("res_id", "in", application.evaluation_ids.ids),
                ("step", "=", "action_finish"),
            ]
        )
        for visit in application.visit_ids.filtered(lambda v: v.state == "done"):
            text = _(
                "On-site visit until %(end)s: %(sites)s. %(summary)s",
                end=self._day(visit.date_to),
                sites="、".join(filter(None, visit.sites.splitlines())),
                summary=visit.summary or "",
            )
            rows.append((visit.date_from, text))
        for note in application.evaluation_note_ids:
            kind = dict(note._fields["kind"]._description_selection(self.env))[note.kind]
            text = _(
                "%(kind)s, as the totals lay %(spread)s points apart: %(reason)s",
                kind=kind,
                spread=f"{note.spread:.2f}",
                reason=note.reason,
            )
            rows.append((note.create_date.date(), text))
        rows += [
            (
                row.date.date(),
                _("Scores handed in: %s", row.record_name.rpartition(" · ")[2]),
            )
            for row in finished.sorted("id")
        ]
        return [[self._day(day), text] for day, text in sorted(rows, key=lambda r: str(r[0]))]

    def _content_round(self, number):
        """Scores of one round by criterion and assessor, with the combined result."""
        application = self.application_id
        evaluations = application.evaluation_ids.filtered(
            lambda e: e.round == number and e.state == "done"
        ).sorted("id")
        outcome = application._outcome(number)
        combined = {result.key: result for result in outcome.criteria}
        totals = {total.assessor: total for total in outcome.assessors}
        lines = {(li.evaluation_id, li.criterion_id): li for li in evaluations.line_ids}
        leaves = evaluations.line_ids.criterion_id.sorted(lambda c: (c.sequence, c.id))
        return {
            "number": number,
            "assessors": [
                self._content_assessor(e, totals.get(str(e.user_id.id))) for e in evaluations
            ],
            "rows": [
                {
                    **self._content_criterion(leaf),
                    "cells": [
                        self._content_cell(lines.get((e, leaf), self.env["brand.evaluation.line"]))
                        for e in evaluations
                    ],
                    **self._content_combined(combined.get(str(leaf.id))),
                }
                for leaf in leaves
            ],
            "total": "" if outcome.total is None else str(outcome.total),
            "spread": "" if outcome.spread is None else str(outcome.spread),
            "has_alarm": outcome.has_spread_alarm,
            "is_passed": outcome.is_passed,
            "reasons": application._portal_outcome_texts(outcome),
        }

    def _content_assessor(self, evaluation, total):
        return {
            "name": evaluation.user_id.name,
            "total": str(total.total) if total else "",
            "is_dropped": bool(total and total.is_dropped),
            "reason": evaluation.rescore_reason or "",
        }

    def _content_criterion(self, leaf):
        return {
            "criterion": leaf.name,
            "maximum": f"{leaf.maximum:g}",
            "weight": f"{leaf.weight:g}",
            "pass_mark": f"{leaf.pass_mark:g}" if leaf.pass_mark else "",
        }

    def _content_cell(self, line):
        veto = self.env._("Veto") if line.is_vetoed else ""
        return {
            "score": f"{line.score:g}" if line.is_scored else "",
            "veto": veto,
            "evidence": line.evidence or "",
            "file": line.filename or "",
            "sha256": line.sha256 or "",
        }

    def _content_combined(self, result):
        score = None if result is None else result.score
        return {
            "combined": "" if score is None else str(score),
            "is_passed": None if result is None else result.is_passed,
        }

    def _content_tests(self):
        filed = self.application_id.test_report_ids.filtered(lambda r: r.state == "filed")
        verdicts = dict(
            self.env["brand.test.item"]._fields["verdict"]._description_selection(self.env)
        )
        return [
            {
                "report": report.report_no,
                "date": self._day(report.report_date),
                "laboratory": report.laboratory,
                "approval": " ".join(
                    filter(
                        None,
                        (
                            report.cma_no and f"CMA {report.cma_no}",
                            report.cnas_no and f"CNAS {report.cnas_no}",
                        ),
                    )
                ),
                "sample": report.sample_no,
                "seal": " ".join(filter(None, (report.seal_no, report.sealed_by))),
                "sealed_on": self._day(report.sealed_on),
                "standard": report.standard_text or report.standard_id.number,
                "sha256": report.sha256,
                "items": [
                    {
                        "name": item.name,
                        "required": item.requirement,
                        "value": " ".join(filter(None, (item.value, item.unit))),
                        "verdict": verdicts[item.verdict],
                    }
                    for item in report.item_ids
                ],
            }
            for report in filed.sorted(lambda r: (r.report_date, r.id))
        ]

    def _content_findings(self):
        findings = self.application_id.finding_ids.sorted("id")
        grades = dict(findings._fields["grade"]._description_selection(self.env))
        return [
            {
                "number": f.name,
                "grade": grades[f.grade],
                "requirement": f.criterion_id.name or f.clause or "",
                "clause": f.clause or "",
                "fact": f.fact,
                "cause": f.cause or "",
                "correction": f.correction or "",
                "verdict": f.verdict or "",
                "verifier": f.verified_by_id.name or "",
                "state": f._state_label(f.state),
            }
            for f in findings
        ]

    def _content_statements(self):
        """Strengths, improvements and conclusions of the round that counts."""
        active = self.application_id.evaluation_ids._active().sorted("id")
        return {
            field: [
                {"name": e.user_id.name, "text": e[field]}
                for e in active
                if (e[field] or "").strip()
            ]
            for field in ("strengths", "improvements", "conclusion")
        }

    # -- what a reader gets ----------------------------------------------------------------------

    def _paper_content(self):
        """The frozen content; for the enterprise without what single assessors gave."""
        self.ensure_one()
        content = self.content
        if not self.env.context.get("brand_for_enterprise"):
            return {**content, "is_whole": True}
        return {
            **content,
            "is_whole": False,
            "team": [
                {**row, "suspected": "", "left": ""} for row in content["team"] if not row["left"]
            ],
            "rounds": [
                {
                    **row,
                    "assessors": [],
                    "reasons": [],
                    "rows": [{**line, "cells": []} for line in row["rows"]],
                }
                for row in content["rounds"][-1:]
            ],
            "process": [],
            "note": "",
            **{
                field: [{"name": "", "text": row["text"]} for row in content[field]]
                for field in ("strengths", "improvements", "conclusion")
            },
        }
