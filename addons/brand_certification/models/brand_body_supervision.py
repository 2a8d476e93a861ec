"""The supervision record of a body: counted from the records whenever it is read, never stored."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..scheme import streaks

_CITY = "brand_certification.group_city"
LONG_STREAK = 3
# Findings of evaluations, not those of checks after certification
_FINDINGS = [("evaluation_id", "!=", False), ("state", "!=", "withdrawn")]
_FAILURES = [("state", "=", "done"), ("result", "=", "fail")]


class BrandDecisionLine(models.Model):
    _inherit = "brand.decision.line"

    # Facts of the line that the record counts by
    body_id = fields.Many2one(
        related="decision_id.body_id", store=True, index="btree_not_null", string="Decided by Body"
    )
    working_days = fields.Integer(
        "Working Days Used",
        compute="_compute_working_days",
        store=True,
        aggregator="avg",
        help="From the acceptance of the application to the body's decision.",
    )

    @api.depends("decision_id.state", "decision_id.date", "application_id.accepted_on")
    def _compute_working_days(self):
        calendar = self.env["brand.workday"]._calendar()
        for line in self:
            begun, decision = line.application_id.accepted_on, line.decision_id
            ended = decision.date if decision.state in ("taken", "published") else False
            line.working_days = (
                calendar.working_days_between(begun, ended).days if begun and ended else 0
            )


class BrandBody(models.Model):
    _inherit = "brand.body"

    case_count = fields.Integer("Cases", compute="_compute_supervision", groups=_CITY)
    decided_count = fields.Integer(
        "Decided on by the Body", compute="_compute_supervision", groups=_CITY
    )
    granted_count = fields.Integer(
        "Certification Granted", compute="_compute_supervision", groups=_CITY
    )
    pass_rate = fields.Float(
        "Pass Rate (%)", digits=(5, 1), compute="_compute_supervision", groups=_CITY
    )
    mean_days = fields.Float(
        "Working Days, Mean",
        digits=(6, 1),
        compute="_compute_supervision",
        groups=_CITY,
        help="From the acceptance of an application to the body's decision.",
    )
    finding_rate = fields.Float(
        "Findings per Case", digits=(6, 2), compute="_compute_supervision", groups=_CITY
    )
    certificate_count = fields.Integer(
        "Certificates Issued", compute="_compute_supervision", groups=_CITY
    )
    withdrawn_count = fields.Integer(
        "Certificates Withdrawn", compute="_compute_supervision", groups=_CITY
    )
    surveillance_failed_count = fields.Integer(
        "Surveillance Failed", compute="_compute_supervision", groups=_CITY
    )
    complaint_count = fields.Integer("Complaints", compute="_compute_supervision", groups=_CITY)
    streak_max = fields.Integer(
        "Longest Same-assessor Streak",
        compute="_compute_supervision",
        groups=_CITY,
        help="How many cases of one enterprise the same assessor evaluated in a row. From three on"
        " the body is asked to change its assessors.",
    )

    def _compute_supervision(self):
        """A fixed number of queries, however many bodies and cases there are."""
        record = self._supervision_record()
        for body in self:
            figures = record[body.id]
            for name, value in figures.items():
                body[name] = value

    def _supervision_record(self):
        """The figures of each body: ``{body id: {field: value}}``.

        Counts are of all records, also those that the reader may not open one by one.
        """
        # sudo: figures, not files; the fields are for city-wide roles only
        bodies = self.sudo()
        in_body = Domain("body_id", "in", self.ids)
        cases = bodies._count_by_body(
            "brand.application", in_body & Domain("accepted_on", "!=", False)
        )
        findings = bodies._count_by_body("brand.finding", in_body & Domain(_FINDINGS))
        failures = bodies._count_by_body("brand.surveillance", in_body & Domain(_FAILURES))
        issued = bodies._count_by_body("brand.certificate", in_body)
        withdrawn = bodies._count_by_body(
            "brand.certificate", in_body & Domain("state", "=", "withdrawn")
        )
        complaints = bodies._count_by_body("brand.complaint", in_body)
        decided = bodies._decided_by_body(in_body)
        runs = bodies._streaks_by_body()
        record = {}
        for body in self:
            granted, all_decided, days = decided.get(body.id, (0, 0, 0.0))
            count = cases.get(body.id, 0)
            record[body.id] = {
                "case_count": count,
                "decided_count": all_decided,
                "granted_count": granted,
                "pass_rate": 100 * granted / all_decided if all_decided else 0.0,
                "mean_days": days,
                "finding_rate": findings.get(body.id, 0) / count if count else 0.0,
                "certificate_count": issued.get(body.id, 0),
                "withdrawn_count": withdrawn.get(body.id, 0),
                "surveillance_failed_count": failures.get(body.id, 0),
                "complaint_count": complaints.get(body.id, 0),
                "streak_max": max((s.length for s in runs.get(body.id, ())), default=0),
            }
        return record

    def _count_by_body(self, model, domain):
        rows = self.env[model]._read_group(domain, ["body_id"], ["__count"])
        return {body.id: count for body, count in rows}

    def _decided_by_body(self, in_body):
        """``{body id: (granted, decided, mean working days)}`` of the body's own decisions."""
        rows = self.env["brand.decision.line"]._read_group(
            in_body
            & Domain("decision_id.kind", "=", "certification")
            & Domain("decision_id.state", "!=", "draft"),
            ["body_id", "result"],
            ["__count", "working_days:sum"],
        )
        sums = defaultdict(lambda: [0, 0, 0])
        for body, result, count, days in rows:
            sums[body.id][0] += count if result == "granted" else 0
            sums[body.id][1] += count
            sums[body.id][2] += days
        return {
            body: (granted, count, days / count) for body, (granted, count, days) in sums.items()
        }

    def _streaks_by_body(self):
        """Same-assessor streaks of each body: ``{body id: [Streak]}``; two queries."""
        rows = self.env["brand.evaluation"].search_fetch(
            [("body_id", "in", self.ids), ("state", "=", "done")],
            ["body_id", "application_id", "user_id"],
            order="application_id, id",
        )
        rows.application_id.fetch(["partner_id"])
        cases = defaultdict(lambda: defaultdict(list))
        for row in rows:
            application = row.application_id
            key = (application.id, application.partner_id.id)
            cases[row.body_id.id][key].append(row.user_id.id)
        return {
            body: streaks.longest(
                (enterprise, assessors) for (_case, enterprise), assessors in sorted(files.items())
            )
            for body, files in cases.items()
        }

    def _streak_table(self):
        """Streaks from ``LONG_STREAK`` on, with names, for the record on paper."""
        self.ensure_one()
        found = self.sudo()._streaks_by_body().get(self.id, [])
        long = sorted((s for s in found if s.length >= LONG_STREAK), key=lambda s: -s.length)
        Partner, User = self.env["res.partner"].sudo(), self.env["res.users"].sudo()
        return [
            {
                "enterprise": Partner.browse(streak.enterprise).name,
                "assessor": User.browse(streak.assessor).name,
                "length": streak.length,
            }
            for streak in long
        ]

    # -- the records behind the figures --------------------------------------------------------

    def _open_records(self, name, model, domain):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("body_id", "=", self.id), *domain],
        }

    def action_view_cases(self):
        """Applications that the body has accepted for evaluation."""
        return self._open_records(
            self.env._("Cases"), "brand.application", [("accepted_on", "!=", False)]
        )

    def action_view_findings(self):
        """Findings raised in the body's cases."""
        return self._open_records(self.env._("Findings"), "brand.finding", _FINDINGS)

    def action_view_failures(self):
        """Checks that certificates of the body failed."""
        return self._open_records(
            self.env._("Surveillance Failed"), "brand.surveillance", _FAILURES
        )

    def action_view_withdrawn(self):
        """Certificates of the body that were withdrawn."""
        return self._open_records(
            self.env._("Certificates Withdrawn"), "brand.certificate", [("state", "=", "withdrawn")]
        )

    def action_view_complaints(self):
        """Complaints that concern the body."""
        return self._open_records(self.env._("Complaints"), "brand.complaint", [])

    def action_view_assessors(self):
        """The body's assessors."""
        return self._open_records(self.env._("Assessors"), "brand.assessor", [])
