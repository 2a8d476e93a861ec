"""The city's part of a dossier: recommendation, checks, notice, decision, certificate, record."""

from collections import defaultdict

from odoo.fields import Domain

from . import dossier_facts as base


class CityFacts(base.Facts):
    """Adds what offices, the public and the meeting did with the applications."""

    def gather(self):
        super().gather()
        self.gather_recommendations()
        self.gather_checks()
        self.gather_notices()
        self.gather_decisions()
        self.gather_certificates()
        self.gather_record()
        return self.files

    def gather_recommendations(self):
        names = (*base._RECOMMENDATION_LINE, "recommendation_id")
        lines = self.own("brand.recommendation.line", names)
        ids = {row["recommendation_id"]["id"] for rows in lines.values() for row in rows}
        wholes = self.rows("brand.recommendation", [("id", "in", ids)], base._RECOMMENDATION)
        by_id = {row["id"]: row for row in wholes}
        for application in self.applications:
            for row in lines[application.id]:
                row["recommendation"] = by_id[row.pop("recommendation_id")["id"]]
                self.owned_by("brand.recommendation", [row["recommendation"]], application.id)
            self.put(application, "recommendation.json", lines[application.id])

    def gather_checks(self):
        """Answers of the departments that were asked about the enterprise of an application."""
        domain = [("application_ids", "in", self.applications.ids)]
        lines = self.rows("brand.joint.check.line", domain, (*base._CHECK_LINE, "check_id"))
        links = self.rows("brand.joint.check.line", domain, ("application_ids",))
        concerned = {row["id"]: row["application_ids"] for row in links}
        ids = {row["check_id"]["id"] for row in lines}
        by_id = {
            row["id"]: row
            for row in self.rows("brand.joint.check", [("id", "in", ids)], base._CHECK)
        }
        for row in lines:
            row["check"] = by_id[row.pop("check_id")["id"]]
        for application in self.applications:
            mine = [row for row in lines if application.id in concerned[row["id"]]]
            self.owned_by("brand.joint.check", [row["check"] for row in mine], application.id)
            self.put(application, "joint_checks.json", mine)

    def gather_notices(self):
        """Notices with each frozen list, kept once for all applications, and the objections."""
        domain = [("model", "=", "brand.application"), ("res_id", "in", self.applications.ids)]
        names = ("res_id", "notice_id", "name", "holder", "district_name", "detail")
        domain = Domain(domain) & Domain("notice_id.state", "!=", "draft")
        lines = self.rows("brand.notice.line", domain, names)
        notices = self.rows(
            "brand.notice", [("id", "in", [row["notice_id"]["id"] for row in lines])], base._NOTICE
        )
        versions = self.below("brand.notice.version", "notice_id", notices, base._NOTICE_VERSION)
        places = []
        for row in notices:
            row["versions"] = versions[row["id"]]
            places += [(v, f"notices/{row['id']}", v["paper_name"]) for v in row["versions"]]
        self.attach("brand.notice.version", places, "paper", "paper_hash")
        objections = self._objections(lines)
        for application in self.applications:
            mine = [row for row in lines if row["res_id"] == application.id]
            listed = {row["notice_id"]["id"] for row in mine}
            told = [row for row in notices if row["id"] in listed]
            self.owned_by("brand.notice", told, application.id)
            against = [row for line in mine for row in objections[line["id"]]]
            self.owned_by("brand.objection", against, application.id)
            self.put(application, "notice.json", told)
            self.put(application, "objections.json", against)

    def _objections(self, lines):
        """``{id of a notice's item: objections}``, without anything that names the objector."""
        grouped = self.below("brand.objection", "line_id", lines, base._OBJECTION)
        every = [row for rows in grouped.values() for row in rows]
        hearings = self.below("brand.objection.hearing", "objection_id", every, base._HEARING)
        files = self.below("brand.objection.file", "objection_id", every, ("size", "sha256"))
        for row in every:
            held = [{**file, "withheld": True} for file in files[row["id"]]]
            row.update(hearings=hearings[row["id"]], files=held)
        return grouped

    def gather_decisions(self):
        """Decisions that were taken, each with its members and the application's own line."""
        taken = Domain("application_id", "in", self.applications.ids) & Domain(
            "decision_id.state", "in", ("taken", "published")
        )
        names = (*base._DECISION_LINE, "decision_id", "application_id")
        lines = self.rows("brand.decision.line", taken, names)
        ids = {row["decision_id"]["id"] for row in lines}
        decisions = self.rows("brand.decision", [("id", "in", ids)], base._DECISION)
        members = self.below("brand.decision.member", "decision_id", decisions, base._MEMBER)
        for row in decisions:
            row["members"] = members[row["id"]]
        places = [(row, "decisions", row["minutes_filename"]) for row in decisions]
        self.attach("brand.decision", places, "minutes_file", "minutes_sha256")
        by_id = {row["id"]: row for row in decisions}
        mine = defaultdict(list)
        for row in lines:
            application_id = row.pop("application_id")["id"]
            decision = by_id[row.pop("decision_id")["id"]]
            self.owned_by("brand.decision", [decision], application_id)
            mine[application_id].append({**decision, "own_result": row})
        for application in self.applications:
            self.put(application, "decision.json", mine[application.id])

    def gather_certificates(self):
        certificates = self.own("brand.certificate", base._CERTIFICATE)
        every = [row for rows in certificates.values() for row in rows]
        names = base._CERTIFICATE_VERSION
        versions = self.below("brand.certificate.version", "certificate_id", every, names)
        events = self.below("brand.certificate.event", "certificate_id", every, base._EVENT)
        for application in self.applications:
            for row in certificates[application.id]:
                row.update(versions=versions[row["id"]], events=events[row["id"]])
            self.put(application, "certificate.json", certificates[application.id])

    def gather_record(self):
        """Approvals and every step of everything gathered so far."""
        approvals = self._of_owned("brand.approval", base._APPROVAL)
        transitions = self._of_owned("brand.transition", base._TRANSITION)
        self._hide_outsiders(transitions)
        for application in self.applications:
            self.put(application, "approvals.json", approvals[application.id])
            self.put(application, "transitions.json", transitions[application.id])

    def _of_owned(self, model, names):
        ids = defaultdict(set)
        for owned, res_id in self.owners:
            ids[owned].add(res_id)
        domain = Domain.OR(
            Domain("model", "=", owned) & Domain("res_id", "in", found)
            for owned, found in sorted(ids.items())
        )
        grouped = defaultdict(list)
        for row in self.rows(model, domain, (*names, "res_id")):
            for application_id in self.owners[row["model"], row["res_id"]]:
                grouped[application_id].append(row)
        return grouped

    def _hide_outsiders(self, transitions):
        """A step on an objection by somebody who is not of the offices may be the objector's."""
        rows = [r for mine in transitions.values() for r in mine if r["model"] == "brand.objection"]
        users = self.env["res.users"].browse({row["user_id"]["id"] for row in rows})
        outside = set(users.filtered("share").ids)
        for row in rows:
            if row["user_id"]["id"] in outside:
                row["user_id"] = None
