"""A meeting of the city: recusals and votes by item, order by score, shares and goals while deciding."""

import base64
import hashlib
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import ranking


class BrandDecision(models.Model):
    _inherit = "brand.decision"

    _write_windows = dict.fromkeys(
        ("majority", "decider", "minutes_file", "minutes_filename", "shortfall_reason"), ("draft",)
    )
    _system_fields = frozenset({"minutes_sha256", "published_on"})

    majority = fields.Selection(
        [("simple", "More than half"), ("two_thirds", "Two thirds")],
        "Majority Needed",
        default="simple",
        required=True,
        help="Of the members who are present and not recused, for each item.",
    )
    decider = fields.Selection(
        [
            ("government", "The government"),
            ("committee", "The committee"),
            ("body", "The certification body"),
        ],
        "Deciding Authority",
        compute="_compute_decider",
        store=True,
        readonly=False,
        precompute=True,
    )
    minutes_file = fields.Binary("Signed Minutes", attachment=True, copy=False)
    minutes_filename = fields.Char(copy=False)
    minutes_sha256 = fields.Char("SHA-256 of the Minutes", readonly=True, copy=False)
    figures_text = fields.Text("Shares and Goals", compute="_compute_figures")
    shortfall_text = fields.Text("Below What Was Promised", compute="_compute_figures")
    shortfall_reason = fields.Text(
        "Reason of the Shortfall", copy=False, help="It is written into the minutes."
    )
    tie_text = fields.Text("Equal Scores", compute="_compute_figures")
    published_on = fields.Date("Announced on", readonly=True, copy=False)

    @api.depends("kind", "program_id")
    def _compute_decider(self):
        for decision in self:
            # sudo: the programme's step names who decides; it is public
            steps = decision.sudo().program_id.step_ids.filtered(lambda s: s.key == "government")
            own = steps[:1].decider if steps[:1].decider in ("government", "committee") else False
            decision.decider = "body" if decision.kind == "certification" else own or "government"

    @api.depends("line_ids.result", "line_ids.application_id", "program_id", "kind", "state")
    @api.depends_context("lang")
    def _compute_figures(self):
        """What the batch would leave: shares, goals by level, ties; while the results are chosen."""
        for decision in self:
            decision.figures_text = decision.shortfall_text = decision.tie_text = False
            if decision.kind != "honour" or not decision.program_id:
                continue
            granted = decision._granted_lines().application_id
            is_open = decision.state in (False, "draft")
            shares = decision.program_id._share_texts(granted if is_open else None)
            texts = [text for _met, text in shares] + decision._goal_texts(
                granted if is_open else ()
            )
            decision.figures_text = "\n".join(texts) or False
            if is_open:
                short = [text for is_met, text in shares if not is_met]
                short += decision._vacancy_texts(granted)
                decision.shortfall_text = "\n".join(short) or False
                decision.tie_text = "\n".join(decision._tie_texts()) or False

    def _granted_lines(self):
        return self.line_ids.filtered(lambda line: line.result == "granted")

    def _certified_by_level(self):
        # sudo: totals of the public register
        groups = (
            self.env["brand.certificate"]
            .sudo()
            ._read_group(
                [
                    ("program_id", "=", self.program_id.id),
                    ("state", "not in", ("withdrawn", "cancelled")),
                ],
                ["level_id"],
                ["product_id:count_distinct"],
            )
        )
        return defaultdict(int, {level.id: count for level, count in groups})

    def _goal_texts(self, granted):
        """A sentence a level: certified before, by this decision, and the goal if there is one."""
        _, certified = self.env._, self._certified_by_level()
        texts = []
        for level in self.program_id.sudo().level_ids:
            new = len([a for a in granted if a.level_id == level])
            before = certified[level.id]
            if not level.target_count and not new:
                continue
            values = {
                "level": level.name,
                "before": before,
                "after": before + new,
                "goal": level.target_count,
            }
            text = _("%(level)s: %(before)s certified, %(after)s after this decision", **values)
            if level.target_count:
                text += _("; goal %(goal)s", **values)
            texts.append(text)
        return texts

    def _places(self, level, certified):
        return max(level.target_count - certified[level.id], 0) if level.target_count else None

    def _vacancy_texts(self, granted):
        """Places that stay vacant although somebody who passed was refused, where rules forbid it."""
        program, certified = self.program_id.sudo(), self._certified_by_level()
        if program.vacancy_allowed:
            return []
        texts = []
        for level in program.level_ids.filtered("target_count"):
            of_level = self.line_ids.filtered(lambda li, lv=level: li.level_id == lv)
            filled = len(granted.filtered(lambda a, lv=level: a.level_id == lv))
            vacant = min(self._places(level, certified), len(of_level)) - filled
            if vacant > 0:
                texts.append(
                    self.env._(
                        "%(level)s: %(count)s places would stay vacant; the programme does not"
                        " allow it without a reason.",
                        level=level.name,
                        count=vacant,
                    )
                )
        return texts

    def _tie_texts(self):
        """Equals at the last place, by name: the meeting decides between them."""
        names = self.line_ids.filtered(lambda li: li.standing == "line")
        if not names:
            return []
        return [
            self.env._(
                "Equal scores at the last place, no rule decides; the meeting does: %s",
                ", ".join(names.mapped("display_name")),
            )
        ]

    def _ranked(self):
        """``{line id: (rank, is tied, standing)}``, by level, with the programme's rule for ties."""
        certified, found = self._certified_by_level(), {}
        for level, lines in self.line_ids.grouped("level_id").items():
            ties = self._tie_values(lines)
            candidates = [
                ranking.Candidate(line, Decimal(str(line.score or 0)), ties.get(line))
                for line in lines
            ]
            for one in ranking.rank(candidates, self._places(level.sudo(), certified)):
                found[one.key] = (one.rank, one.is_tied, one.standing)
        return found

    def _tie_values(self, lines):
        program = self.program_id.sudo()
        if program.tie_rule == "earlier":
            return {
                li: -int(li.application_id.submitted_on.timestamp())
                for li in lines
                if li.application_id.submitted_on
            }
        if program.tie_rule != "criterion":
            return {}
        # sudo: sums of scores that were unsealed before the city decides
        rows = (
            self.env["brand.evaluation.line"]
            .sudo()
            ._read_group(
                [
                    ("evaluation_id.application_id", "in", lines.application_id.ids),
                    ("evaluation_id.state", "=", "done"),
                    ("criterion_id", "=", program.tie_criterion_id.id),
                ],
                ["evaluation_id"],
                ["score:avg"],
            )
        )
        points = defaultdict(list)
        for evaluation, score in rows:
            points[evaluation.application_id.id].append(Decimal(str(score)))
        return {
            li: sum(points[li.application_id.id]) / len(points[li.application_id.id])
            for li in lines
            if points[li.application_id.id]
        }

    def _recused_users(self):
        """Who left the room for the meeting or for an item does not sign what it decided."""
        # sudo: who sat in the meeting, compared with who acts
        meeting = self.sudo()
        members = meeting.member_ids.filtered("is_recused") | meeting.line_ids.recused_ids
        return super()._recused_users() | members.user_id.sudo(False)

    def _meeting_rules(self):
        """Also majority, authority, the reason of a shortfall and the signed minutes."""
        return (
            *super()._meeting_rules(),
            self.majority,
            self.decider,
            self.shortfall_reason or "",
            self.minutes_sha256 or "",
        )

    # -- before it is taken ------------------------------------------------------------------------

    def _blocking_texts(self):
        texts = super()._blocking_texts()
        if self.kind == "honour":
            texts += self._vote_texts()
            if self.shortfall_text and not (self.shortfall_reason or "").strip():
                texts.append(
                    self.env._(
                        "A share or place falls short: give the reason, it goes into the minutes."
                    )
                )
        return texts

    def _vote_texts(self):
        """Quorum and votes of each item, counted without those recused from it."""
        _, texts = self.env._, []
        for line in self.line_ids:
            name, eligible = line.display_name, line.eligible_count
            if self.quorum and line.recused_ids and eligible < self.quorum:
                texts.append(
                    _(
                        "%(item)s: %(count)s members count, the quorum is %(quorum)s.",
                        item=name,
                        count=eligible,
                        quorum=self.quorum,
                    )
                )
            votes = line.votes_for + line.votes_against + line.votes_abstain
            if not votes:
                continue
            if votes > eligible:
                texts.append(
                    _(
                        "%(item)s: %(votes)s votes, but %(count)s members may vote on it.",
                        item=name,
                        votes=votes,
                        count=eligible,
                    )
                )
            has = ranking.has_majority(line.votes_for, eligible, self.majority)
            if has != (line.result == "granted"):
                texts.append(
                    _("%s: the result is not what the votes say.", name)
                    if line.result
                    else _("%s: votes without a result.", name)
                )
        return texts

    def _carry_out(self):
        if self.kind == "honour" and self.shortfall_text:
            note = self.env._(
                "Below what was promised: %(shortfall)s Reason: %(reason)s",
                shortfall=self.shortfall_text,
                reason=self.shortfall_reason,
            )
            # sudo: the reason goes into the minutes by this step, whoever takes it
            self.sudo().minutes = "\n\n".join(filter(None, [self.minutes, note]))
        return super()._carry_out()

    # -- minutes ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._add_minutes_hash(vals)
        decisions = super().create(vals_list)
        decisions._keep_minutes_hash()
        return decisions

    def write(self, vals):
        self._add_minutes_hash(vals)
        result = super().write(vals)
        if "minutes_file" in vals:
            self._keep_minutes_hash()
        return result

    @api.model
    def _add_minutes_hash(self, vals):
        """Kind and size of the minutes are those of any file of ours."""
        if vals.get("minutes_file"):
            content = base64.b64decode(vals["minutes_file"])
            self.env["brand.objection.file"]._checked_type(
                content, vals.get("minutes_filename") or ""
            )

    def _keep_minutes_hash(self):
        for decision in self:
            content = decision.with_context(bin_size=False).minutes_file
            digest = hashlib.sha256(base64.b64decode(content)).hexdigest() if content else False
            if decision.minutes_sha256 != digest:
                # sudo: the hash follows from the file
                decision.sudo().minutes_sha256 = digest


class BrandDecisionLine(models.Model):
    _inherit = "brand.decision.line"

    recused_ids = fields.Many2many(
        "brand.decision.member",
        "brand_decision_line_recusal",
        "line_id",
        "member_id",
        "Recused from This Item",
        domain="[('decision_id', '=', decision_id)]",
        help="Members who leave the room for this item: outside its quorum and its votes.",
    )
    eligible_count = fields.Integer("May Vote", compute="_compute_eligible_count")
    rank = fields.Integer("Place", compute="_compute_rank")
    rank_text = fields.Char("Place by Score", compute="_compute_rank")
    standing = fields.Char(compute="_compute_rank")

    @api.depends(
        "recused_ids", "decision_id.member_ids.is_present", "decision_id.member_ids.is_recused"
    )
    def _compute_eligible_count(self):
        for line in self:
            present = line.decision_id.member_ids.filtered(
                lambda m: m.is_present and not m.is_recused
            )
            line.eligible_count = len(present - line.recused_ids)

    @api.depends("decision_id.line_ids.score", "decision_id.line_ids.level_id")
    @api.depends_context("lang")
    def _compute_rank(self):
        for decision, lines in self.grouped("decision_id").items():
            ranked = decision._ranked() if decision.kind == "honour" else {}
            for line in lines:
                line.rank, is_tied, line.standing = ranked.get(line, (0, False, False))
                line.rank_text = line._rank_words(is_tied) if line.rank else False

    def _rank_words(self, is_tied):
        _ = self.env._
        text = _("%s (equal)", self.rank) if is_tied else str(self.rank)
        return {
            "line": _("%s, at the last place", text),
            "outside": _("%s, beyond the goal", text),
        }.get(self.standing, text)

    @api.constrains("recused_ids", "decision_id")
    def _check_recused_of_meeting(self):
        for line in self:
            if line.recused_ids - line.decision_id.member_ids:
                raise ValidationError(self.env._("Only members of the meeting can be recused."))

    @api.constrains("votes_for", "votes_against", "votes_abstain")
    def _check_votes(self):
        for line in self:
            if min(line.votes_for, line.votes_against, line.votes_abstain) < 0:
                raise ValidationError(self.env._("Votes are counted from 0."))
