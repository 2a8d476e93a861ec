"""The city's part of a dossier: recommendation, checks, notice, decision, certificate, record."""

from collections import defaultdict

from odoo.fields import Domain

from . import dossier_tables as tables
from .dossier_facts_case import CaseFacts

_FROM_OUTSIDE = ("brand.objection", "brand.complaint")


class CityFacts(CaseFacts):
    """Adds what offices, the public and the meeting did, and what came after the certificate."""

    def gather(self):
        super().gather()
        self.gather_recommendations()
        self.gather_checks()
        self.gather_notices()
        self.gather_decisions()
        self.gather_part(tables.CERTIFICATES)
        self.gather_part(tables.SURVEILLANCE)
        self.gather_part(tables.CONFLICTS)
        self.gather_complaints()
        self.gather_record()
        return self.files

    def gather_recommendations(self):
        lines = self.own("brand.recommendation.line")
        ids = {row["recommendation_id"]["id"] for rows in lines.values() for row in rows}
        wholes = self.listed("brand.recommendation", [("id", "in", ids)])
        by_id = {row["id"]: row for row in wholes}
        for application in self.applications:
            for row in lines[application.id]:
                row["recommendation"] = by_id[row.pop("recommendation_id")["id"]]
                self.owned_by("brand.recommendation", [row["recommendation"]], application.id)
            self.put(application, "recommendation.json", lines[application.id])

    def gather_checks(self):
        """Answers of the departments that were asked about the enterprise of an application."""
        domain = [("application_ids", "in", self.applications.ids)]
        lines = self.listed("brand.joint.check.line", domain)
        concerned = {row["id"]: row.pop("application_ids") for row in lines}
        ids = {row["check_id"]["id"] for row in lines}
        by_id = {row["id"]: row for row in self.listed("brand.joint.check", [("id", "in", ids)])}
        for row in lines:
            row["check"] = by_id[row.pop("check_id")["id"]]
        for application in self.applications:
            mine = [row for row in lines if application.id in concerned[row["id"]]]
            self.owned_by("brand.joint.check", [row["check"] for row in mine], application.id)
            self.put(application, "joint_checks.json", mine)

    def gather_notices(self):
        """Notices with each frozen list, kept once for all applications, and the objections."""
        domain = [("model", "=", "brand.application"), ("res_id", "in", self.applications.ids)]
        domain = Domain(domain) & Domain("notice_id.state", "!=", "draft")
        lines = self.listed("brand.notice.line", domain)
        ids = {row["notice_id"]["id"] for row in lines}
        notices = self.listed("brand.notice", [("id", "in", ids)])
        versions = self.below("brand.notice.version", "notice_id", notices)
        places = []
        for row in notices:
            row["versions"] = versions[row["id"]]
            places += [(v, f"notices/{row['id']}", v["paper_name"]) for v in row["versions"]]
        self.attach("brand.notice.version", places, "paper", "paper_hash")
        objections = self.below("brand.objection", "line_id", lines)
        for application in self.applications:
            mine = [row for row in lines if row["res_id"] == application.id]
            listed = {row["notice_id"]["id"] for row in mine}
            told = [row for row in notices if row["id"] in listed]
            self.owned_by("brand.notice", told, application.id)
            against = [row for line in mine for row in objections[line["id"]]]
            self.owned_by("brand.objection", against, application.id)
            self.put(application, "notice.json", told)
            self.put(application, "objections.json", against)
        every = [(row, line["res_id"]) for line in lines for row in objections[line["id"]]]
        self.hang_parts(tables.OBJECTION_PARTS, every)

    def gather_decisions(self):
        """Decisions that were taken, each with its members and the application's own line."""
        taken = Domain("application_id", "in", self.applications.ids) & Domain(
            "decision_id.state", "in", ("taken", "published")
        )
        lines = self.rows("brand.decision.line", taken, "application_id")
        ids = {row["decision_id"]["id"] for rows in lines.values() for row in rows}
        decisions = self.listed("brand.decision", [("id", "in", ids)])
        members = self.below("brand.decision.member", "decision_id", decisions)
        for row in decisions:
            row["members"] = members[row["id"]]
        places = [(row, "decisions", row["minutes_filename"]) for row in decisions]
        self.attach("brand.decision", places, "minutes_file", "minutes_sha256")
        self._attach_announcements(decisions)
        by_id = {row["id"]: row for row in decisions}
        for application in self.applications:
            mine = []
            for row in lines[application.id]:
                decision = by_id[row.pop("decision_id")["id"]]
                self.owned_by("brand.decision", [decision], application.id)
                mine.append({**decision, "own_result": row})
            self.put(application, "decision.json", mine)

    def _attach_announcements(self, decisions):
        """The paper by which a decision was announced, as it was signed and kept."""
        places = []
        for row in decisions:
            name, sha256 = row.pop("announcement_name"), row.pop("announcement_hash")
            row["announcement"] = sha256 and {"id": row["id"], "filename": name, "sha256": sha256}
            if sha256:
                places.append((row["announcement"], "announcements", name))
        self.attach("brand.decision", places, "announcement")

    def gather_complaints(self):
        """Complaints about the case or its certificate, and the appeals of the enterprise."""
        about = Domain.OR(
            Domain(link, "in", self.applications.ids)
            for link in (
                "application_id",
                "decision_line_id.application_id",
                "certificate_id.application_id",
            )
        )
        for part, operator in ((tables.COMPLAINTS, "!="), (tables.APPEALS, "=")):
            self.gather_part(
                part, about & Domain("kind", operator, "appeal"), lambda c: c._transition_file()
            )

    def gather_record(self):
        """Approvals and every step of everything gathered so far."""
        approvals = self._of_owned("brand.approval")
        transitions = self._of_owned("brand.transition")
        self._hide_outsiders(transitions)
        for application in self.applications:
            self.put(application, "approvals.json", approvals[application.id])
            self.put(application, "transitions.json", transitions[application.id])

    def _of_owned(self, model):
        ids = defaultdict(set)
        for owned, res_id in self.owners:
            ids[owned].add(res_id)
        domain = Domain.OR(
            Domain("model", "=", owned) & Domain("res_id", "in", found)
            for owned, found in sorted(ids.items())
        )
        grouped = defaultdict(list)
        for row in self.listed(model, domain):
            for application_id in self.owners[row["model"], row["res_id"]]:
                grouped[application_id].append(row)
        return grouped

    def _hide_outsiders(self, transitions):
        """Who steps in from outside the offices may be the objector; and a complaint's number opens
        its status to whoever knows it."""
        rows = [
            row for mine in transitions.values() for row in mine if row["model"] in _FROM_OUTSIDE
        ]
        users = self.env["res.users"].browse({row["user_id"]["id"] for row in rows})
        outside = set(users.filtered("share").ids)
        for row in rows:
            if row["user_id"] and row["user_id"]["id"] in outside:
                row["user_id"] = None
            if row["model"] == "brand.complaint":
                row["record_name"] = None
