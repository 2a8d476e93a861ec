from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.brand_certification.models.transition_mixin import transition

from ..decision import conflicts, rules

_VERSION_FIELDS = (
    "name",
    "code",
    "company_id",
    "document_no",
    "date_from",
    "basis_date",
    "legal_basis",
    "fair_review_no",
)

# What a client may ask of a copy
_COPY_FIELDS = ("name", "code", "company_id", "document_no", "date_from", "date_to")


class AwardPolicy(models.Model):
    """One version of a policy document that promises rewards, with its clauses.

    A draft pays nothing. A version that has been in force is never edited: a new version replaces
    it from a date.
    """

    _name = "award.policy"
    _description = "Reward Policy"
    _inherit = ["brand.transition.mixin", "brand.version.mixin", "mail.thread"]
    _order = "date_from desc, version desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_activate": (("draft",), "active", "brand_certification.group_manager"),
        "action_expire": (("active",), "expired", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(_VERSION_FIELDS, ("draft",)) | {"date_to": ("draft",)}

    name = fields.Char(required=True, translate=True, help="Without the marks 《》.")
    code = fields.Char(required=True, help="Stable key over all versions, such as wuhu-2021.")
    previous_id = fields.Many2one("award.policy", "Version before", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Now in force"), ("expired", "Expired")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    document_no = fields.Char("Document No.")
    date_from = fields.Date("In Force from", required=True)
    date_to = fields.Date("In Force until", help="Last day; empty: no end.")
    basis_date = fields.Selection(
        [
            ("not_ruled", "Not ruled"),
            ("award_date", "Date of award"),
            ("claim_date", "Date of claim"),
        ],
        "Must Be in Force on",
        required=True,
        default="not_ruled",
        help="Open question A28; what the text does not say, a ruling answers.",
    )
    legal_basis = fields.Text(help="On what law or decision the spending rests.")
    fair_review_no = fields.Char("Fair Competition Review No.")
    rule_ids = fields.One2many("award.rule", "policy_id", "Clauses", copy=True)
    blockers = fields.Text("What Blocks Activation", compute="_compute_blockers")

    _version_unique = models.Constraint(
        "UNIQUE (company_id, code, version)", "This policy code and version exist."
    )
    _one_active = models.UniqueIndex(
        "(company_id, code) WHERE state = 'active'", "Another version of this policy is in force."
    )
    _period = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "The policy ends before it begins."
    )

    @api.depends("state", "legal_basis", "fair_review_no", "rule_ids.clause", "rule_ids.quote")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for policy in self:
            texts = policy._activation_problems() if policy.state == "draft" and policy.id else []
            policy.blockers = "\n".join(texts) or False

    def _activation_problems(self):
        """Everything that keeps this version from being activated, at once."""
        self.ensure_one()
        _ = self.env._
        texts = []
        for field in ("document_no", "legal_basis", "fair_review_no"):
            if not self[field]:
                label = self._fields[field]._description_string(self.env)
                texts.append(_("%s is missing.", label))
        if not self.rule_ids:
            texts.append(_("The policy has no clause."))
        for rule in self.rule_ids:
            texts += rule._activation_problems()
        if not texts:
            texts += self._conflict_texts()
        return texts

    def _conflict_texts(self):
        """Clauses that contradict each other and that no ruling settles (pure: decision.conflicts)."""
        today = self.env["brand.workday"]._today()
        rulings = self.env["award.claim"]._rulings(self.company_id, max(today, self.date_from))
        found = conflicts.find_conflicts(self._to_policy(), rulings)
        names = {honour.code: honour.name for honour in self.rule_ids.honour_ids}
        return [
            conflicts.describe(one, names.get(one.honour_key, ""), self.env.lang or "en_US")
            for one in found
        ]

    # -- transitions -----------------------------------------------------------------------------

    @transition
    def action_activate(self, document_no=None):
        """Put the version into force; the version before ends the day before.

        Refused, naming everything at once, while clauses contradict each other without a ruling,
        or legal basis, review number, clause or words are missing.
        """
        for policy in self:
            problems = policy._activation_problems()
            if problems:
                raise UserError(
                    self.env._(
                        "%(policy)s cannot be put into force:\n%(problems)s",
                        policy=policy.display_name,
                        problems="\n".join(f"• {text}" for text in problems),
                    )
                )
            # sudo: what the replaced version's end is follows from this activation
            before = policy.previous_id.sudo().filtered(lambda p: p.state == "active")
            if before:
                before.write({"date_to": policy.date_from - timedelta(days=1)})
                before.action_expire()

    @transition
    def action_expire(self, reason=None):
        """End the policy. Events of its time may still be due if the basis date says so."""

    def action_new_version(self):
        """Copy into a draft with the next number; returns the draft's form."""
        self.ensure_one()
        self.check_access("write")
        # sudo: number and predecessor follow from the version that is copied
        draft = self.sudo().copy({"previous_id": self.id}).sudo(False)
        return draft.get_formview_action()

    def copy(self, default=None):
        """The number of a copy follows from its versions; a client chooses words and dates only."""
        if self.env.su:
            return super().copy(default)
        self.check_access("read")
        self.browse().check_access("create")
        chosen = {k: v for k, v in (default or {}).items() if k in _COPY_FIELDS}
        # sudo: the version is the server's; whether the copy is the client's own is checked after
        copies = super(AwardPolicy, self.sudo()).copy(chosen).sudo(False)
        copies.check_access("write")
        return copies

    def copy_data(self, default=None):
        """A copy is the next version of the same policy, whatever the client asks for."""
        rows = super().copy_data(default)
        for policy, row in zip(self, rows, strict=True):
            if row["code"] == policy.code:
                versions = self.search(
                    [("company_id", "=", policy.company_id.id), ("code", "=", policy.code)]
                )
                row["version"] = max(versions.mapped("version")) + 1
        return rows

    # -- the policy as data ------------------------------------------------------------------------

    def _to_policy(self):
        """This version with its clauses, as the pure decision sees it."""
        self.ensure_one()
        return rules.Policy(
            key=self.code,
            name=self.name,
            state=self.state or rules.DRAFT,
            valid_from=self.date_from,
            valid_to=self.date_to or None,
            version=self.version,
            document_no=self.document_no or "",
            basis_date=self.basis_date,
            rules=tuple(rule._to_rule() for rule in self.rule_ids),
        )

    def _rates_on(self, award_date, claim_date):
        """``{code of a clause: amount}`` of the rate table of the year that the policy goes by."""
        self.ensure_one()
        basis = self.basis_date
        if basis == rules.NOT_RULED:
            today = self.env["brand.workday"]._today()
            rulings = self.env["award.claim"]._rulings(self.company_id, today)
            basis = rules.settle(rules.BASIS_DATE, basis, rulings.get(rules.BASIS_DATE.question))
        day = claim_date if basis == "claim_date" else award_date
        return self.env["award.rate.table"]._rates_of(self, [day]).get(day.year, {})

    @api.model
    def _applicable(self, company, award_date, claim_date):
        """Policies to be asked about an event: those that were in force on one of its days.

        Where there is none, drafts whose time it is: they pay nothing, and the decision says so.
        """
        days = (award_date, claim_date)
        policies = self.search([("company_id", "=", company.id)], order="date_from, code, version")
        timely = policies.filtered(
            lambda p: any(
                p.date_from <= day and (not p.date_to or day <= p.date_to) for day in days
            )
        )
        return timely.filtered(lambda p: p.state != "draft") or timely
