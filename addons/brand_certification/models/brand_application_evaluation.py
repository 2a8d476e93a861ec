"""The evaluation of one application as a whole: its result, and what it still lacks."""

import dataclasses

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme.reasons import reason


class BrandApplication(models.Model):
    _inherit = "brand.application"

    finding_ids = fields.One2many("brand.finding", "application_id", "Findings", readonly=True)
    visit_ids = fields.One2many(
        "brand.evaluation.visit", "application_id", "On-site Visits", readonly=True
    )
    test_report_ids = fields.One2many(
        "brand.test.report", "application_id", "Test Reports", readonly=True
    )
    review_ids = fields.One2many("brand.review", "application_id", "Reviews", readonly=True)
    open_finding_count = fields.Integer(
        "Unsettled Findings", compute="_compute_open_finding_count", compute_sudo=True
    )

    @api.depends("finding_ids.state")
    def _compute_open_finding_count(self):
        for application in self:
            unsettled = application.finding_ids.filtered(lambda f: f.state in ("open", "answered"))
            application.open_finding_count = len(unsettled)

    def action_view_findings(self):
        """List the findings of this application, settled ones too."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "brand_certification.brand_finding_action"
        )
        return {**action, "domain": [("application_id", "=", self.id)], "context": {}}

    # -- result --------------------------------------------------------------------------------

    def _outcome(self, round_no=None):
        """Result of one round (default: the last) by the programme's rules (scheme.scoring).

        A sampled test that failed on a criterion that says so is a veto, whatever the scores.
        """
        self.ensure_one()
        # sudo: the count is the system's; who may see the scores is decided elsewhere
        application = self.sudo()
        evaluations = application.evaluation_ids
        round_no = round_no or evaluations._last_round()
        active = evaluations._active(round_no)
        outcome = active._outcome(application.program_id)
        if outcome.has_spread_alarm and application._is_spread_settled(round_no, outcome.spread):
            outcome = active._outcome(application.program_id, is_spread_settled=True)
        return application._with_failed_tests(outcome)

    def _with_failed_tests(self, outcome):
        failed = self.test_report_ids.filtered(lambda r: r.state == "filed").item_ids.filtered(
            lambda item: item.verdict == "failed" and item.criterion_id.failed_test == "veto"
        )
        if not failed:
            return outcome
        vetoes = tuple(
            reason("test_failed", criterion=str(item.criterion_id.id), item=item.name)
            for item in failed
        )
        return dataclasses.replace(
            outcome, is_passed=False, is_vetoed=True, failures=vetoes + outcome.failures
        )

    def _is_stopped(self):
        """A severe finding ends the evaluation: what is left is to refuse."""
        self.ensure_one()
        # sudo: findings are counted, of a file the acting user decides on
        return any(
            f.grade == "severe" and f.state in ("open", "answered") for f in self.sudo().finding_ids
        )

    # -- what must be there before the body certifies --------------------------------------------

    def _evaluation_checklist(self):
        """What the review asks (ISO/IEC 17065, 7.5): ``[{key, text, is_done, told}]``, with what
        is missing told."""
        self.ensure_one()
        _ = self.env._
        # sudo: facts of the whole case, for those who review or decide on it
        application = self.sudo()
        outcome = application._outcome()
        rows = [
            (
                "scored",
                _("All criteria are scored by all assessors"),
                outcome.can_close,
                self._portal_blocks_text(outcome),
            ),
            (
                "declared",
                _("Every assessor declared that he has no conflict of interest"),
                all(e.declared_on for e in application.evaluation_ids._active()),
                "",
            ),
            (
                "findings",
                _("Findings are closed, as far as the programme asks"),
                not application.finding_ids._blocking(),
                ", ".join(application.finding_ids._blocking().mapped("name")),
            ),
        ]
        tested = application._criteria_to_test()
        if tested:
            lacking = tested - application._criteria_tested()
            text = _("Sampled tests are in, each with its report")
            rows.append(("tests", text, not lacking, ", ".join(lacking.mapped("name"))))
        if application.program_id.require_visit:
            is_done = "done" in application.visit_ids.mapped("state")
            rows.append(("visit", _("The on-site visit took place"), is_done, ""))
        return [
            {"key": key, "text": text, "is_done": bool(is_done), "told": told}
            for key, text, is_done, told in rows
        ]

    def _portal_blocks_text(self, outcome):
        return " ".join(self._portal_outcome_texts(dataclasses.replace(outcome, failures=())))

    def _criteria_to_test(self):
        return self.program_id.criterion_ids.filtered("requires_test")

    def _criteria_tested(self):
        filed = self.test_report_ids.filtered(lambda report: report.state == "filed")
        return filed.item_ids.criterion_id

    def _check_ready_to_certify(self):
        """Refuse to certify while anything of the checklist is missing; all is told at once."""
        for application in self:
            missing = [row for row in application._evaluation_checklist() if not row["is_done"]]
            if missing:
                raise UserError(
                    self.env._(
                        "%(application)s cannot be certified yet:\n%(missing)s",
                        application=application.display_name,
                        missing="\n".join(
                            f"• {row['text']}" + (f": {row['told']}" if row["told"] else "")
                            for row in missing
                        ),
                    )
                )
